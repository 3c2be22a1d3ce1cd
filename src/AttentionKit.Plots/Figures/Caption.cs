namespace AttentionKit.Plots;

/// <summary>What a figure says in words.</summary>
/// <param name="Sentence">What is to be seen.</param>
/// <param name="Notes">What stands out in it, and what can't be seen; empty, or starts with a space.</param>
internal sealed record Caption(string Sentence, string Notes = "")
{
    public override string ToString() => Sentence + Notes;
}
