using System.Runtime.InteropServices;
using System.Text.Json;
using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots.Plotly;

/// <summary>A mark as one of Plotly's traces.</summary>
internal static class PlotlyTrace
{
    private const int MostTexts = 1024; // beyond so many cells, numbers travel as base64: half the bytes, and no time

    internal static void Write(Utf8JsonWriter json, Mark mark, string? visible)
    {
        json.WriteStartObject();
        switch (mark)
        {
            case Cells cells: Write(json, cells); break;
            case Hatching hatching: Write(json, hatching); break;
            case Bars bars: Write(json, bars); break;
            case Texts texts: Write(json, texts); break;
            case Bands bands: Write(json, bands); break;
            case Line line: Write(json, line); break;
            case Dots dots: Write(json, dots); break;
            case ColorBarTrace bar: Write(json, bar); break;
            default: WriteNothing(json); break;
        }
        WriteCommon(json, mark);
        if (visible == "false") json.WriteBoolean("visible", false);
        else if (visible is not null) json.WriteString("visible", visible);
        json.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter json, Mark mark)
    {
        if (mark.Panel > 0)
        {
            json.WriteString("xaxis", PlotlyLayout.Id('x', mark.Panel));
            json.WriteString("yaxis", PlotlyLayout.Id('y', mark.Panel));
        }
        if (mark.Legend is { } name) json.WriteString("name", JsonWriting.Label(name));
        if (mark.Group is { } group) json.WriteString("legendgroup", group);
        if (mark is not Cells) json.WriteBoolean("showlegend", mark.Legend is not null);
        if (mark.Opacity < 1) json.WriteNumber("opacity", mark.Opacity);
    }

    private static void Write(Utf8JsonWriter json, Cells cells)
    {
        json.WriteString("type", "heatmap");
        if (cells.AreShort || cells.Values.Length <= MostTexts) Rows(json, "z", cells, i =>
            json.FiveDigits(cells.Values[i]));
        else Base64(json, cells);
        json.WriteNumber("zmin", cells.Scale.Min);
        json.WriteNumber("zmax", cells.Scale.Max);
        Colors(json, cells.Scale);
        json.WriteBoolean("showscale", false);
        if (cells.Hover?.Say is { } say) Rows(json, "hovertext", cells, i =>
            json.WriteStringValue(JsonWriting.Label(say[i])));
        if (cells.Hover?.Chooses is { } steps) Rows(json, "customdata", cells, i => json.WriteNumberValue(steps[i]));
        if (cells.Hover?.Template is { } template)
        {
            var sentence = string.Format(null, JsonWriting.Label(template), "%{y}", "%{x}", "%{z:.5~g}");
            json.WriteString("hovertemplate", sentence + "<extra></extra>");
            json.WriteBoolean("hoverongaps", false);
        }
        else json.WriteString("hoverinfo", cells.Hover?.Say is null ? "skip" : "text");
    }

    private static void Base64(Utf8JsonWriter json, Cells cells) => json.Object("z", () =>
    {
        json.WriteString("dtype", "f4");
        json.WriteBase64String("bdata", MemoryMarshal.AsBytes(cells.Values.AsSpan()));
        json.WriteString("shape", $"{cells.NRows}, {cells.NColumns}");
    });

    private static void Rows(Utf8JsonWriter json, string name, Cells cells, Action<int> write)
    {
        json.WriteStartArray(name);
        for (var row = 0; row < cells.NRows; row++)
        {
            json.WriteStartArray();
            for (var column = 0; column < cells.NColumns; column++) write(row * cells.NColumns + column);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    /// <summary>Bars over the cells: a heatmap has no hatching of its own.</summary>
    private static void Write(Utf8JsonWriter json, Hatching hatching)
    {
        Boxes(json, hatching.Boxes, hatching.Thickness);
        json.Object("marker", () =>
        {
            json.Object("pattern", () =>
            {
                json.WriteString("shape", hatching.Pattern switch
                {
                    Pattern.Slashes => "/",
                    Pattern.Pluses => "+",
                    _ =>
                    "x"
                });
                json.WriteString("bgcolor", ColorScale.NotANumber);
                json.WriteString("fgcolor", "#a8a8a8");
                json.WriteNumber("size", 9);
                json.WriteNumber("solidity", 0.15);
            });
            json.Object("line", () => json.WriteNumber("width", 0));
        });
        json.WriteString("hoverinfo", "skip");
    }

    private static void Write(Utf8JsonWriter json, Bars bars)
    {
        Boxes(json, [.. bars.Items.Select(bar => bar.Box)], bars.Thickness);
        json.Object("marker", () =>
        {
            json.Strings("color", bars.Items.Select(bar => bar.Fill));
            json.Object("line", () =>
            {
                json.WriteString("color", bars.Stroke ?? "#000");
                json.WriteNumber("width", bars.Stroke is null ? 0 : 1);
            });
        });
        if (bars.Items.Any(bar => bar.Text.Length > 0)) TextsOf(json, bars);
        WriteHover(json, bars.Hover);
    }

    private static void TextsOf(Utf8JsonWriter json, Bars bars)
    {
        json.Labels("text", bars.Items.Select(bar => bar.Text));
        json.WriteString("textposition", bars.TextOutside ? "outside" : "inside");
        json.WriteString("insidetextanchor", "middle");
        json.WriteNumber("textangle", 0);
        json.WriteString("constraintext", "none");
        json.WriteBoolean("cliponaxis", false);
        json.Object("textfont", () =>
        {
            json.WriteNumber("size", bars.TextSize);
            if (bars.Items.Any(bar => bar.TextColor is not null)) json.Strings("color",
                bars.Items.Select(bar => bar.TextColor ?? "#000"));
        });
    }

    private static void Boxes(Utf8JsonWriter json, IReadOnlyList<Box> boxes, double thickness)
    {
        json.WriteString("type", "bar");
        json.WriteString("orientation", "h");
        json.Numbers("base", boxes.Select(box => box.X0));
        json.Numbers("x", boxes.Select(box => box.X1 - box.X0));
        json.Numbers("y", boxes.Select(box => box.Y));
        json.WriteNumber("width", thickness);
    }

    private static void Write(Utf8JsonWriter json, Texts texts)
    {
        Points(json, "text", texts.Words);
        json.Labels("text", texts.Words.Select(word => word.Text));
        json.Object("textfont", () =>
        {
            json.WriteNumber("size", texts.Size);
            if (texts.Words.Any(word => word.Color is not null)) json.Strings("color",
                texts.Words.Select(word => word.Color ?? "#000"));
        });
        json.WriteString("hoverinfo", "skip");
    }

    private static void Points(Utf8JsonWriter json, string mode, IReadOnlyList<Word> points)
    {
        json.WriteString("type", "scatter");
        json.WriteString("mode", mode);
        json.Numbers("x", points.Select(point => point.X));
        json.Numbers("y", points.Select(point => point.Y));
    }

    private static void Write(Utf8JsonWriter json, Bands bands)
    {
        json.WriteString("type", "scatter");
        json.WriteString("mode", "lines");
        json.Numbers("x", bands.Items.SelectMany(band =>
            new[] { band.X0, band.X1, band.X1, band.X0, band.X0, double.NaN }));
        json.Numbers("y", bands.Items.SelectMany(Corners));
        json.WriteString("fill", "toself");
        json.WriteString("fillcolor", bands.Color);
        json.Object("line", () =>
        {
            json.WriteNumber("width", 0);
            json.WriteString("color", bands.Color);
        });
        json.WriteString("hoverinfo", "skip");
    }

    private static IEnumerable<double> Corners(Band band)
    {
        var half = band.Thickness / 2;
        return [.. new[] { band.Y0 - half, band.Y1 - half, band.Y1 + half, band.Y0 + half, band.Y0 - half }.Select(y =>
            Math.Round(y, 3)), double.NaN];
    }

    private static void Write(Utf8JsonWriter json, Line line)
    {
        json.WriteString("type", "scatter");
        json.WriteString("mode", line.Symbol is null ? "lines" : "lines+markers");
        json.Numbers("x", line.X);
        json.Numbers("y", line.Y);
        json.WriteBoolean("cliponaxis", false);
        json.Object("line", () =>
        {
            json.WriteString("color", line.Color);
            json.WriteNumber("width", line.Thickness);
            json.WriteString("dash", line.Dash switch
            {
                Dash.Dashes => "dash",
                Dash.Dots => "dot",
                Dash.DashesAndDots => "dashdot",
                _ => "solid"
            });
        });
        if (line.Symbol is { } symbol)
            json.Object("marker", () =>
            {
                json.WriteString("color", line.Color);
                json.WriteNumber("size", 9);
                json.WriteString("symbol", symbol switch
                {
                    Symbol.Square => "square",
                    Symbol.Diamond => "diamond",
                    Symbol.Triangle => "triangle-up",
                    Symbol.Cross => "x",
                    _ => "circle",
                });
            });
        if (line.Hover is { } hover) WriteHover(json, hover);
        else json.WriteString("hovertemplate", "%{fullData.name}<br>%{x:.7~r}: %{y:.5~g}<extra></extra>");
    }

    private static void Write(Utf8JsonWriter json, Dots dots)
    {
        var hasTexts = dots.Words.Any(word => word.Text.Length > 0);
        Points(json, hasTexts ? "markers+text" : "markers", dots.Words);
        if (hasTexts)
        {
            json.Labels("text", dots.Words.Select(word => word.Text));
            json.Object("textfont", () =>
            {
                json.WriteNumber("size", 14);
                json.WriteString("color", "#000");
            });
        }
        json.Object("marker", () =>
        {
            json.WriteNumber("size", dots.Size);
            json.WriteString("color", dots.Fill);
            if (dots.Stroke is { } stroke)
                json.Object("line", () =>
                {
                    json.WriteString("color", stroke);
                    json.WriteNumber("width", 3);
                });
        });
        json.WriteBoolean("cliponaxis", false);
        WriteHover(json, dots.Hover);
    }

    private static void WriteHover(Utf8JsonWriter json, Hover? hover)
    {
        if (hover?.Say is { } say) json.Labels("hovertext", say);
        json.WriteString("hoverinfo", hover?.Say is null ? "skip" : "text");
        if (hover?.Chooses is { } steps) json.Array("customdata", steps, json.WriteNumberValue);
        if (hover is { IsWhilePointing: true }) json.Object("meta", () => json.WriteBoolean("whilePointing", true));
    }

    private static void Write(Utf8JsonWriter json, ColorBarTrace bar)
    {
        WriteNothing(json);
        json.WriteString("mode", "markers");
        json.Object("marker", () =>
        {
            json.Numbers("color", [bar.Bar.Scale.Min]);
            json.WriteNumber("cmin", bar.Bar.Scale.Min);
            json.WriteNumber("cmax", bar.Bar.Scale.Max);
            Colors(json, bar.Bar.Scale);
            json.WriteBoolean("showscale", true);
            json.Object("colorbar", () => Write(json, bar.Bar, bar.PlotHeight));
        });
    }

    private static void Write(Utf8JsonWriter json, ColorBar bar, double plotHeight)
    {
        json.Object("title", () =>
        {
            json.WriteString("text", JsonWriting.Label(bar.Unit) + "<br>&nbsp;"); // room above the uppermost number
            json.WriteString("side", "top");
        });
        json.Array("tickvals", bar.Ticks.Select(tick => tick.At), json.WriteNumberValue);
        json.Labels("ticktext", bar.Ticks.Select(tick => tick.Label));
        json.WriteNumber("thickness", 16);
        json.WriteNumber("outlinewidth", 0);
        json.WriteNumber("xpad", 14);
        json.WriteNumber("ypad", 0);
        if (bar.Height is not { } height) return;
        json.WriteNumber("y", Math.Round(1 - bar.Top / plotHeight, 4));
        json.WriteString("yanchor", "top");
        json.WriteNumber("len", Math.Round(height / plotHeight, 4));
    }

    private static void Colors(Utf8JsonWriter json, ColorScale scale) =>
        json.Array("colorscale", scale.Stops.Index(), stop =>
    {
        json.WriteStartArray();
        json.WriteNumberValue(Math.Round((double)stop.Index / (scale.Stops.Count - 1), 4));
        json.WriteStringValue(stop.Item);
        json.WriteEndArray();
    });

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteString("type", "scatter");
        json.Numbers("x", [double.NaN]);
        json.Numbers("y", [double.NaN]);
        json.WriteString("hoverinfo", "skip");
    }
}
