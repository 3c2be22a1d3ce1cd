namespace AttentionKit.Session.Running;

/// <summary>Ends code of a cell that was stopped. Code that catches it meets it again at its next check.</summary>
internal sealed class CellStoppedException() : Exception(Text)
{
    public const string Text = "The cell was stopped.";
}
