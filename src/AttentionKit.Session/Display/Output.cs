namespace AttentionKit.Session.Display;

/// <summary>What a cell gives while it runs, in order. It comes on the cell's own thread, and what is made of it there
/// is stopped with the cell.</summary>
internal abstract record Output;

/// <summary>Text written to the console.</summary>
/// <param name="Stream">"stdout" or "stderr".</param>
/// <param name="Text">A piece of any length, not necessarily a line.</param>
internal sealed record StreamText(string Stream, string Text) : Output;

/// <summary>A value given to <c>display</c>.</summary>
/// <param name="Value">What to show.</param>
/// <param name="Id">Names its place, for updates.</param>
internal sealed record Displayed(object? Value, string Id) : Output;

/// <summary>A value that takes the place of one that was displayed.</summary>
internal sealed record Updated(object? Value, string Id) : Output;

/// <summary>All that the cell showed so far is to go: now, or when the next output comes.</summary>
internal sealed record Cleared(bool Wait) : Output;

/// <summary>The value of the cell's trailing expression.</summary>
internal sealed record Result(object? Value) : Output;
