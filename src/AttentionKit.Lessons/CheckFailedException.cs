namespace AttentionKit.Lessons;

/// <summary>A number that a lesson claims is not the number that its code computes.</summary>
public sealed class CheckFailedException(string message) : Exception(message);
