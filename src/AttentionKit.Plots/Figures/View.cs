using AttentionKit.Plots.Charts;

namespace AttentionKit.Plots;

/// <summary>One position of a figure's slider in all its forms; a figure without a slider has a single one.</summary>
/// <param name="Chart">The picture.</param>
/// <param name="Caption">What is to be seen in it.</param>
/// <param name="Table">Its numbers as HTML; empty in a position that has none of its own.</param>
/// <param name="Text">Its numbers as text; empty in a position that has none of its own.</param>
internal sealed record View(Chart Chart, Caption Caption, string Table, string Text);
