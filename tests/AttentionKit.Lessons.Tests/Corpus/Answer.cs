namespace AttentionKit.Lessons.Tests.Corpus;

/// <summary>One answer that a learner could give, and what must be said of it.</summary>
/// <param name="Exercise">The number of the lesson and the letter of the exercise.</param>
/// <param name="What">The answer in a few words.</param>
/// <param name="Check">Hands it in.</param>
/// <param name="Expected">Null: right. No name: wrong, and no cause may be named. Else the causes, all of them and no
/// other.</param>
internal sealed record Answer(string Exercise, string What, Func<Verdict> Check, string[]? Expected)
{
    /// <summary>A right answer, however odd.</summary>
    internal static Answer Right(string exercise, string what, Func<Verdict> check) => new(exercise, what, check, null);

    /// <summary>A wrong one whose causes must be named.</summary>
    internal static Answer Told(string exercise, string what, Func<Verdict> check, params string[] causes) =>
        new(exercise, what, check, causes);

    /// <summary>A wrong one of which only what is certain may be said.</summary>
    internal static Answer Certain(string exercise, string what, Func<Verdict> check) => new(exercise, what, check, []);

    public override string ToString() => $"{Exercise} {What}";
}
