namespace AttentionKit.Session.Display.View;

/// <summary>A value as people see it: bounded, and read once, whatever it is written as.</summary>
internal abstract record Node;

/// <summary>One word, number or text.</summary>
internal sealed record Leaf(string Text, bool IsNumber = false) : Node
{
    public static readonly Leaf Null = new("<null>");
    public static readonly Leaf Nothing = new("");
}

/// <summary>A value that brings HTML of its own.</summary>
internal sealed record Markup(string Html, string Text) : Node;

/// <summary>How far something is.</summary>
/// <param name="Label">What is going on; may be empty.</param>
/// <param name="Value">From 0 to the total.</param>
/// <param name="Total">At least 1.</param>
internal sealed record Bar(string Label, int Value, int Total) : Node;

/// <summary>Remarks beside a cell's results, one per line.</summary>
internal sealed record Notes(IReadOnlyList<string> Lines) : Node;

/// <summary>A sequence of leaves.</summary>
/// <param name="Rest">How much was left out; null when nothing was.</param>
internal sealed record Line(IReadOnlyList<Node> Items, string? Rest) : Node;

/// <summary>What a grid shows.</summary>
internal enum GridKind
{
    /// <summary>The properties of one object, one per row.</summary>
    Object,

    /// <summary>The items of a tuple, one per row.</summary>
    Tuple,

    /// <summary>The items of a sequence, one per row.</summary>
    Sequence,

    /// <summary>The items of rows of items, one per cell.</summary>
    Matrix,
}

/// <summary>Rows and columns, each with a name.</summary>
/// <param name="Title">The type, and how much there is of it, or an object in its own words; may be empty.</param>
/// <param name="Columns">Null when there is one, without a name.</param>
/// <param name="Rest">How much was left out; null when nothing was.</param>
internal sealed record Grid(
    GridKind Kind, string Title, IReadOnlyList<string>? Columns, IReadOnlyList<Row> Rows, string? Rest) : Node;

/// <summary>A row of a grid.</summary>
internal sealed record Row(string Name, IReadOnlyList<Node> Cells);
