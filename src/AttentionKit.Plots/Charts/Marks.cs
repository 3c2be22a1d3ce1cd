using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Charts;

/// <summary>A coloured square for each number of a matrix; a gap for each that is not finite.</summary>
/// <param name="Panel">Rows count down its y axis and columns along its x axis, from 0.</param>
/// <param name="Values">Row by row.</param>
/// <param name="NColumns">How many a row has.</param>
/// <param name="Scale">Number to colour.</param>
internal sealed record Cells(int Panel, float[] Values, int NColumns, ColorScale Scale) : Mark(Panel)
{
    internal Hover? Hover { get; init; }

    /// <summary>Whether all have two or three digits: they take less room as text than in any other form.</summary>
    internal bool AreShort { get; init; }

    internal int NRows => Values.Length / NColumns;
}

/// <summary>A rectangle that reaches from <paramref name="X0"/> to <paramref name="X1"/> at the height
/// <paramref name="Y"/>.</summary>
internal readonly record struct Box(double X0, double X1, double Y);

/// <summary>Boxes filled with lines: what has no colour.</summary>
internal sealed record Hatching(int Panel, Pattern Pattern, IReadOnlyList<Box> Boxes, double Thickness = 1)
    : Mark(Panel);

/// <summary>A box with its colour and a text.</summary>
internal readonly record struct Bar(Box Box, string Fill, string Text = "", string? TextColor = null);

/// <summary>Bars that lie: of a chart of bars, or words of a sentence.</summary>
internal sealed record Bars(int Panel, IReadOnlyList<Bar> Items, double Thickness) : Mark(Panel)
{
    internal string? Stroke { get; init; }

    /// <summary>Whether the texts stand behind the ends of the bars, or within.</summary>
    internal bool TextOutside { get; init; }

    internal double TextSize { get; init; } = 15;

    internal Hover? Hover { get; init; }
}

/// <summary>A text around a point.</summary>
internal readonly record struct Word(double X, double Y, string Text, string? Color = null);

/// <summary>Texts, such as the numbers in cells.</summary>
internal sealed record Texts(int Panel, IReadOnlyList<Word> Words, double Size = 16) : Mark(Panel);

/// <summary>Bands that lead across: from (X0, Y0) to (X1, Y1), as thick as <paramref name="Thickness"/> on the y
/// axis.</summary>
internal readonly record struct Band(double X0, double Y0, double X1, double Y1, double Thickness);

/// <summary>Filled bands of one colour.</summary>
internal sealed record Bands(int Panel, IReadOnlyList<Band> Items, string Color) : Mark(Panel)
{
    internal override object Identity => Items;
}

/// <summary>How a line is broken.</summary>
internal enum Dash
{
    Solid,
    Dashes,
    Dots,
    DashesAndDots,
}

/// <summary>What marks a point.</summary>
internal enum Symbol
{
    Circle,
    Square,
    Diamond,
    Triangle,
    Cross,
}

/// <summary>A line through points; NaN leaves a gap.</summary>
internal sealed record Line(int Panel, IReadOnlyList<double> X, IReadOnlyList<double> Y, string Color) : Mark(Panel)
{
    internal Dash Dash { get; init; }

    internal double Thickness { get; init; } = 3;

    internal Symbol? Symbol { get; init; }

    internal Hover? Hover { get; init; }
}

/// <summary>Dots, each with a text or none.</summary>
internal sealed record Dots(int Panel, IReadOnlyList<Word> Words, double Size, string Fill) : Mark(Panel)
{
    internal string? Stroke { get; init; }

    internal Hover? Hover { get; init; }

    internal override object Identity => Words;
}
