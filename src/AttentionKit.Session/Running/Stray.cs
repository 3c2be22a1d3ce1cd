using AttentionKit.Session.Display;
namespace AttentionKit.Session.Running;

/// <summary>An exception that a cell's code threw on a thread of its own, while the cell ran or after.</summary>
internal sealed record Stray(CellError Error) : Output;
