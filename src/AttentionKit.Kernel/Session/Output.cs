namespace AttentionKit.Kernel.Session;

/// <summary>What a cell gives while it runs, in order. Values are raw: who shows them decides how.</summary>
internal abstract record Output;

/// <summary>Text written to the console.</summary>
/// <param name="Stream">"stdout" or "stderr".</param>
/// <param name="Text">A piece of any length, not necessarily a line.</param>
internal sealed record StreamText(string Stream, string Text) : Output;

/// <summary>A value given to <c>display</c>.</summary>
internal sealed record Displayed(object? Value) : Output;

/// <summary>The value of the cell's trailing expression.</summary>
internal sealed record Result(object? Value) : Output;
