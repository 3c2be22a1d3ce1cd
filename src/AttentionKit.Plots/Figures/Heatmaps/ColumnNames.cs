using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>Names over cells of a known width: wrapped where they fit, else leaning.</summary>
internal sealed class ColumnNames
{
    private const int Line = 20; // pixels
    private const double Character = 8.6;

    internal ColumnNames(IReadOnlyList<string> names, double cell)
    {
        var characters = (int)((cell - 2) / Character);
        string[] cut = [.. names.Select(TokenLabel.Short)],
            wrapped = [.. cut.Select(name => TokenLabel.Wrap(name, characters))];
        var fits = wrapped.Max(label => label.Split('\n').Max(TokenLabel.Length)) <= characters;
        (Labels, Angle) = fits ? (wrapped, 0) : (cut, -45);
        Height = fits ? Line * wrapped.Max(label => label.Split('\n').Length) : 0.71 * HeatmapSize.LabelWidth(cut)
            + Line;
    }

    internal IReadOnlyList<string> Labels { get; }

    /// <summary>In degrees, clockwise.</summary>
    internal int Angle { get; }

    /// <summary>Pixels above the cells.</summary>
    internal double Height { get; }
}
