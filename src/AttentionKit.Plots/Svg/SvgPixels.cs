using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Svg;

/// <summary>Many cells as a small image: one pixel per cell, or per block of a large matrix.</summary>
internal static class SvgPixels
{
    private const int Most = 400; // per side
    private const int Shades = 64;

    /// <summary>A block has the colour of its number that is farthest from 0: what stands out is never lost.</summary>
    internal static byte[] Of(Cells cells)
    {
        int rowStep = (cells.NRows - 1) / Most + 1, columnStep = (cells.NColumns - 1) / Most + 1;
        var rows = new byte[(cells.NRows - 1) / rowStep + 1][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new byte[(cells.NColumns - 1) / columnStep + 1];
            for (var j = 0; j < rows[i].Length; j++)
                rows[i][j] = Shade(Extreme(cells, i * rowStep, rowStep, j * columnStep, columnStep), cells.Scale);
        }
        return Png.Of(rows, [.. Enumerable.Range(0, Shades).Select(shade => Color(shade, cells.Scale))]);
    }

    private static int Color(int shade, ColorScale scale) =>
        scale.Rgb(scale.Min + shade / (Shades - 1.0) * (scale.Max - scale.Min));

    /// <summary>0 is nothing, 1 the lowest shade.</summary>
    private static byte Shade(float value, ColorScale scale) => float.IsNaN(value) ? (byte)0
        : (byte)(1 + Math.Round(Math.Clamp((value - scale.Min) / (scale.Max - scale.Min), 0, 1) * (Shades - 1)));

    private static float Extreme(Cells cells, int row, int nRows, int column, int nColumns)
    {
        var extreme = float.NaN;
        for (var i = row; i < Math.Min(row + nRows, cells.NRows); i++)
            for (var j = column; j < Math.Min(column + nColumns, cells.NColumns); j++)
            {
                var value = cells.Values[i * cells.NColumns + j];
                if (float.IsFinite(value) && !(MathF.Abs(value) <= MathF.Abs(extreme))) extreme = value;
            }
        return extreme;
    }
}
