using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons.Tests.Corpus;

/// <summary>300 answers written before the grammar of mistakes was, and as many against it when it was done: the right
/// pass, and no cause is named that is not the true one.</summary>
public class CorpusTests
{
    private static readonly string[] s_certain = ["not yet", "another shape",
        "your code stopped before it had a result", "your code gave no result"];

    internal static Answer[] All => [.. Corpus00To02.All, .. Corpus03To05.All, .. Corpus06To10.All,
        .. Second00To03.All, .. Second04To06.All, .. Second07To10.All, .. Corpus11To14.All];

    public static TheoryData<int, string> Numbered
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (at, answer) in All.Index()) data.Add(at, answer.ToString());
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Numbered))]
    public void Answer_IsToldWhatIsTrue(int at, string name)
    {
        var answer = All[at];
        Assert.Equal(name, answer.ToString());
        var verdict = answer.Check();
        Assert.Equal(answer.Expected is null ? Outcome.Right : Outcome.Wrong, verdict.Outcome);
        if (answer.Expected is { Length: 0 }) Assert.True(s_certain.Contains(verdict.Headline) || IsFact(verdict),
            verdict.Headline);
        if (answer.Expected is { Length: 1 } one) Assert.Equal(one[0], verdict.Headline);
        if (answer.Expected is { Length: 2 } two)
            Assert.Contains(verdict.Headline,
                (string[])[$"two mistakes: {two[0]}; {two[1]}", $"two mistakes: {two[1]}; {two[0]}"]);
    }

    /// <summary>That a result does not depend on an argument was tried out: it is certain, and no cause.</summary>
    private static bool IsFact(Verdict verdict) =>
        verdict.Headline.StartsWith("the argument", StringComparison.Ordinal);

    [Fact]
    public void Corpus_CoversEveryExercise()
    {
        Assert.InRange(All.Length, 600, 900);
        Assert.Equal(51, All.Select(answer => answer.Exercise).Distinct().Count());
    }
}
