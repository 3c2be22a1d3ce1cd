using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons.Tests.Diagnoses;

/// <summary>Code that has no result is told what is certain: what it threw, or that it gave nothing.</summary>
public class StoppedTests
{
    private static Verdict Project(Func<Matrix<float>, Matrix<float>, Matrix<float>?> project)
    {
        var verdict = Check.Project(project);
        Assert.Equal((Outcome.Wrong, "your code stopped before it had a result"), (verdict.Outcome, verdict.Headline));
        Assert.StartsWith("x is 6×6, w = [", verdict.Input);
        return verdict;
    }

    [Fact]
    public void AnEntryThatIsNotThere_IsSaid() =>
        Assert.StartsWith("It reached for an entry that is not there. Compare the limits of your loops",
            Project((x, _) => Rows.Of([x.ToRowArrays()[6][0]])).Explanation);

    [Fact]
    public void ANumberOutOfRange_IsNotCalledARow() =>
        Assert.StartsWith("A method was given a number that is out of its range. Compare",
            Project((_, _) => Rows.Of([Enumerable.Range(0, -1).First()])).Explanation);

    [Fact]
    public void MatricesThatDoNotFit_AreNamedSo() =>
        Assert.StartsWith("Two matrices do not fit each other: Matrix dimensions must agree",
            Project((x, _) => x * Rows.Of(new float[99])).Explanation);

    [Fact]
    public void AnotherArgument_IsNotCalledAMatrix() =>
        Assert.Equal("A method refused what it was given: no such thing",
            Project((_, _) => throw new ArgumentException("no such thing", "parameter")).Explanation);

    [Fact]
    public void ARecursionWithoutEnd_IsNamedSo() =>
        Assert.Equal("It calls itself again and again. What ends that?",
            Project((_, _) => throw new InsufficientExecutionStackException()).Explanation);

    [Fact]
    public void AnyOtherException_KeepsItsNameAndItsWords() =>
        Assert.Equal("NotSupportedException: not this way",
            Project((_, _) => throw new NotSupportedException("not this way")).Explanation);

    [Fact]
    public void NullForSomeInputs_IsNoStub()
    {
        var verdict = Check.PaddedWeights((s, length) => length == 0 ? null
            : Softmax.Rows(Mask.Padding(s.RowCount, s.ColumnCount, length).Apply(s)));
        Assert.Equal((Outcome.Wrong, "your code gave no result", "For this input it returned null."),
            (verdict.Outcome, verdict.Headline, verdict.Explanation));
        Assert.EndsWith("length = 0", verdict.Input);
    }

    [Fact]
    public void NullForSomeCalls_IsCounted() =>
        Assert.Equal("It returned null in 4 of 8 calls.",
            Check.KeyHead((h, n, kv) => h < 4 ? h / (n / kv) : null).Explanation);

    [Fact]
    public void NothingInHand_IsNamedSo()
    {
        Assert.Equal("It returned an array without numbers.", Check.AsksOfSat([]).Explanation);
        Assert.Equal("It returned a mask without entries.",
            Check.MaskOfNewTokens((_, _) => new bool[0, 3]).Explanation);
    }

    [Fact]
    public void AnotherShape_IsCalledTurnedRound_OnlyWhenItsNumbersAre()
    {
        Assert.Equal("Your result is 2×6; it must be 6×2. Rows and columns have changed places.",
            Check.Project((x, w) => (x * w).Transpose()).Explanation);
        Assert.Equal("Your result is 2×6; it must be 6×2. Where must its rows come from, and where its columns?",
            Check.Project((x, w) => 2 * (x * w).Transpose()).Explanation);
    }
}
