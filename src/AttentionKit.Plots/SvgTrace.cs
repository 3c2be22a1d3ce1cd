using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AttentionKit.Plots;

/// <summary>Draws a trace of Plotly's: a heatmap, bars, or points with their lines, areas, symbols and texts.</summary>
internal static class SvgTrace
{
    private const int MostRects = 1600;
    private const int MostPixels = 400; // a side
    private const int Shades = 64;

    internal static void Draw(SvgBuilder svg, JsonObject trace, SvgAxes axes)
    {
        switch ((string?)trace["type"])
        {
            case "heatmap": Heatmap(svg, trace, axes); break;
            case "bar": Bars(svg, trace, axes); break;
            default: Scatter(svg, trace, axes); break;
        }
    }

    internal static string XAxis(JsonObject trace) => (string?)trace["xaxis"] ?? "x";

    internal static string YAxis(JsonObject trace) => (string?)trace["yaxis"] ?? "y";

    private static void Heatmap(SvgBuilder svg, JsonObject trace, SvgAxes axes)
    {
        double?[][] z = [.. trace["z"]!.AsArray().Select(row => row!.AsArray().Select(value => (double?)value).ToArray())];
        double min = (double)trace["zmin"]!, max = (double)trace["zmax"]!;
        var stops = Stops(trace["colorscale"]!);
        double left = axes.At(XAxis(trace), -0.5), right = axes.At(XAxis(trace), z[0].Length - 0.5);
        double top = axes.At(YAxis(trace), -0.5), bottom = axes.At(YAxis(trace), z.Length - 0.5);
        if (z.Length * z[0].Length > MostRects)
        {
            svg.Image(left, top, right - left, bottom - top, Pixels(z, min, max, stops));
            return;
        }
        double width = (right - left) / z[0].Length, height = (bottom - top) / z.Length;
        for (var i = 0; i < z.Length; i++)
            for (var j = 0; j < z[i].Length; j++)
                if (z[i][j] is { } value)
                    svg.Rect(left + j * width, top + i * height, width + 0.3, height + 0.3, Color(stops, (value - min) / (max - min))); // 0.3: no gaps between neighbours
    }

    /// <summary>One pixel a cell; of a large matrix, one a block, with the number of the block that is farthest from 0.</summary>
    private static byte[] Pixels(double?[][] z, double min, double max, int[] stops)
    {
        int[] shades = [.. Enumerable.Range(0, Shades).Select(i => ColorScale.Rgb(stops, i / (Shades - 1.0)))];
        int rowStep = (z.Length - 1) / MostPixels + 1, columnStep = (z[0].Length - 1) / MostPixels + 1;
        var rows = new byte[(z.Length - 1) / rowStep + 1][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new byte[(z[0].Length - 1) / columnStep + 1];
            for (var j = 0; j < rows[i].Length; j++)
                if (Extreme(z, i * rowStep, rowStep, j * columnStep, columnStep) is { } value)
                    rows[i][j] = (byte)(1 + Math.Round(Math.Clamp((value - min) / (max - min), 0, 1) * (Shades - 1)));
        }
        return Png.Of(rows, shades);
    }

    private static double? Extreme(double?[][] z, int row, int rows, int column, int columns)
    {
        double? extreme = null;
        for (var i = row; i < Math.Min(row + rows, z.Length); i++)
            for (var j = column; j < Math.Min(column + columns, z[i].Length); j++)
                if (z[i][j] is { } value && (extreme is null || Math.Abs(value) > Math.Abs(extreme.Value))) extreme = value;
        return extreme;
    }

    private static void Bars(SvgBuilder svg, JsonObject trace, SvgAxes axes)
    {
        (double X0, double X1, double Y0, double Y1)[] bars = [.. Places(trace, axes)];
        var line = trace["marker"]!["line"];
        if (trace["marker"]!["pattern"]?["shape"] is JsonValue)
        {
            // One path for all, of half the bytes: a mask hides thousands of runs in a grid of heads.
            svg.Path(string.Concat(bars.Where(bar => double.IsFinite(bar.X1)).Select(bar => FormattableString.Invariant($"M{bar.X0:0.#} {bar.Y0:0.#}H{bar.X1:0.#}V{bar.Y1:0.#}H{bar.X0:0.#}"))), Fill(svg, trace, 0), "none", 0, "solid", 1);
            return;
        }
        var outside = (string?)trace["textposition"] == "outside";
        foreach (var (i, (x0, x1, y0, y1)) in bars.Index())
        {
            if (!double.IsFinite(x0 + x1 + y0 + y1)) continue;
            svg.Rect(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0), Fill(svg, trace, i), (string?)Item(line?["color"], i) ?? "none", (double?)Item(line?["width"], i) ?? 0);
            if (Item(trace["text"], i) is { } text)
                svg.Text(outside ? x1 + (x1 < x0 ? -5 : 5) : (x0 + x1) / 2, (y0 + y1) / 2, (string)text!, !outside ? "middle" : x1 < x0 ? "end" : "start", size: (double?)trace["textfont"]?["size"] ?? 15, color: (string?)Item(trace["textfont"]?["color"], i));
        }
    }

    /// <summary>The pixels between which each bar lies, from its base to its end and from its upper side to its lower.</summary>
    private static IEnumerable<(double, double, double, double)> Places(JsonObject trace, SvgAxes axes)
    {
        double[] lengths = Doubles(trace["x"]!), rows = Doubles(trace["y"]!);
        var bases = trace["base"] is { } b ? Doubles(b) : new double[lengths.Length];
        var thickness = (double?)trace["width"] ?? 0.8;
        return lengths.Select((length, i) => (
            axes.At(XAxis(trace), bases[i]), axes.At(XAxis(trace), bases[i] + length),
            axes.At(YAxis(trace), rows[i] - thickness / 2), axes.At(YAxis(trace), rows[i] + thickness / 2)));
    }

    /// <summary>The fill of a bar: hatched, a colour, or a number on a colour scale.</summary>
    internal static string Fill(SvgBuilder svg, JsonObject trace, int i)
    {
        var marker = trace["marker"]!;
        if (marker["pattern"] is { } pattern && (string?)Item(pattern["shape"], i) is { Length: > 0 } shape)
            return svg.Hatching(shape, (string)pattern["bgcolor"]!, (string)pattern["fgcolor"]!);
        var color = Item(marker["color"], i)!;
        if (color.GetValueKind() == System.Text.Json.JsonValueKind.String) return (string)color!;
        double min = (double)marker["cmin"]!, max = (double)marker["cmax"]!;
        return Color(Stops(marker["colorscale"]!), ((double)color - min) / (max - min));
    }

    private static void Scatter(SvgBuilder svg, JsonObject trace, SvgAxes axes)
    {
        (double X, double Y)?[] points = [.. trace["x"]!.AsArray().Zip(trace["y"]!.AsArray(), (x, y) => ((double?)x, (double?)y) is ({ } a, { } b) ? (axes.At(XAxis(trace), a), axes.At(YAxis(trace), b)) : ((double, double)?)null)];
        var mode = (string?)trace["mode"] ?? "lines";
        var opacity = (double?)trace["opacity"] ?? 1;
        if (mode.Contains("lines", StringComparison.Ordinal))
            svg.Path(Path(points), (string?)trace["fillcolor"] ?? "none", (string?)trace["line"]?["color"] ?? "none", (double?)trace["line"]?["width"] ?? 0, (string?)trace["line"]?["dash"] ?? "solid", opacity);
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i] is not var (x, y)) continue;
            if (mode.Contains("markers", StringComparison.Ordinal) && opacity > 0) Marker(svg, x, y, trace["marker"]!);
            if (mode.Contains("text", StringComparison.Ordinal)) Text(svg, trace, i, x, y);
        }
    }

    private static string Path((double X, double Y)?[] points)
    {
        var path = new StringBuilder();
        var started = false;
        foreach (var point in points)
        {
            if (point is var (x, y)) path.Append(started ? 'L' : 'M').Append(x.ToString("0.#", CultureInfo.InvariantCulture)).Append(' ').Append(y.ToString("0.#", CultureInfo.InvariantCulture));
            started = point is not null;
        }
        return path.ToString();
    }

    internal static void Marker(SvgBuilder svg, double x, double y, JsonNode marker)
    {
        var r = (double?)marker["size"] / 2 ?? 3;
        FormattableString path = (string?)marker["symbol"] switch
        {
            "square" => $"M{-r} {-r}H{r}V{r}H{-r}Z",
            "diamond" => $"M0 {-1.3 * r} {1.3 * r} 0 0 {1.3 * r} {-1.3 * r} 0Z",
            "triangle-up" => $"M0 {-1.2 * r} {1.1 * r} {0.7 * r} {-1.1 * r} {0.7 * r}Z",
            "x" => $"M{-r} {-r} {r} {r}M{r} {-r} {-r} {r}",
            _ => $"M{-r} 0A{r} {r} 0 1 0 {r} 0A{r} {r} 0 1 0 {-r} 0Z",
        };
        svg.Marker(x, y, path, (string)marker["color"]!, (string?)marker["line"]?["color"] ?? (string)marker["color"]!);
    }

    private static void Text(SvgBuilder svg, JsonObject trace, int i, double x, double y)
    {
        var position = (string?)trace["textposition"] ?? "middle center";
        var anchor = position.EndsWith("left", StringComparison.Ordinal) ? "end" : position.EndsWith("right", StringComparison.Ordinal) ? "start" : "middle";
        svg.Text(x, y, (string)Item(trace["text"], i)!, anchor, size: (double?)trace["textfont"]?["size"] ?? 15, color: (string?)Item(trace["textfont"]?["color"], i));
    }

    private static JsonNode? Item(JsonNode? valueOrArray, int i) => valueOrArray is JsonArray array ? array[i] : valueOrArray;

    private static double[] Doubles(JsonNode array) => [.. array.AsArray().Select(value => (double?)value ?? double.NaN)];

    internal static int[] Stops(JsonNode colorScale) => [.. colorScale.AsArray().Select(stop => Convert.ToInt32(((string)stop![1]!)[1..], 16))];

    internal static string Color(int[] stops, double fraction) => $"#{ColorScale.Rgb(stops, fraction):x6}";
}
