namespace AttentionKit.Lessons.Diagnosis.Grammar;

/// <summary>A known way to get a step wrong.</summary>
/// <param name="Name">The misconception in a few words: the headline of a verdict.</param>
/// <param name="Tells">What it does to the numbers, and what to look at.</param>
internal sealed record Mistake(string Name, string Tells);
