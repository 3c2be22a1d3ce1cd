using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;

namespace AttentionKit.Plots;

/// <summary>The charts of a <see cref="TokensView"/>, one per query: the sentence shaded by weight, and again by what
/// is taken.</summary>
internal sealed class TokensChart
{
    // pixels
    private const int WordSize = 19, Line = 68, LineGap = 10, Heading = 36, Widest = 760, Narrowest = 480, Lowest = 156;
    private const int Left = 24, Right = 170, Top = 56;
    private const double Character = 0.6 * WordSize;

    private readonly LabelledMatrix _weights, _taken;
    private readonly bool _isSelf;
    private readonly (int Left, int Width, int Line)[] _words;
    private readonly int _block;

    internal TokensChart(LabelledMatrix weights, LabelledMatrix taken, bool isSelf, string title)
    {
        (_weights, _taken, _isSelf, _words) = (weights, taken, isSelf, Words(weights.Columns));
        _block = Math.Max(Lowest, Heading + (_words[^1].Line + 1) * (Line + LineGap));
        Charts = [.. Enumerable.Range(0, weights.Rows.Count).Select(query => Of(query, title))];
    }

    internal IReadOnlyList<Chart> Charts { get; }

    private Chart Of(int query, string title)
    {
        var width = Math.Max(Math.Max(_words.Max(word => word.Left + word.Width), Narrowest),
            HeatmapSize.TitleWidth(title) - 200);
        var frame = new Frame(Left + width + Right, Top + 2 * _block + 16, Left, Right, Top, 16);
        return new(title, frame, [new(Axes.Bare(0, width, Side.Bottom), Axes.Bare(2 * _block, 0, Side.Left))])
        {
            Marks = [.. Sentence(_weights, query, 0), .. Sentence(_taken, query, _block)],
            Bars = [new(_weights.Scale, _weights.Unit, 0, _block - 14),
                new(_taken.Scale, _taken.Unit, _block, _block - 14)],
            Notes = [HeadingOf("weight: where it looks", 0),
                HeadingOf("weight × length of the value: what it takes away", _block)],
            Outlines = _isSelf ? [Around(query, 0), Around(query, _block)] : [],
            CanZoom = false,
        };
    }

    /// <summary>The words on their colours; what has none is hatched below its word.</summary>
    private IEnumerable<Mark> Sentence(LabelledMatrix data, int query, int top)
    {
        var kinds = SpecialValue.In(data).Select(special => (special, Boxes: BoxesOf(data, query, special.Kind, top)));
        foreach (var (special, boxes) in kinds.Where(kind => kind.Boxes.Length > 0))
            yield return new Hatching(0, special.Pattern, boxes, Line)
            {
                Legend = IsNamedAbove(special, query, top)
                ? null : special.Name
            };
        yield return new Bars(0, [.. Enumerable.Range(0, _words.Length).Select(key => Word(data, query, key, top))],
            Line)
        {
            TextSize = WordSize,
            Hover = new(data.Columns) { Chooses = _isSelf ? [.. Enumerable.Range(0, data.Columns.Count)] : null },
        };
    }

    private bool IsNamedAbove(SpecialValue special, int query, int top) =>
        top > 0 && BoxesOf(_weights, query, special.Kind, 0).Length > 0;

    private Box[] BoxesOf(LabelledMatrix data, int query, Kind kind, int top) =>
        [.. Enumerable.Range(0, _words.Length).Where(key => data.Entries.KindOf(query, key) == kind)
            .Select(key => BoxOf(key, top))];

    private Bar Word(LabelledMatrix data, int query, int key, int top)
    {
        var isHatched = data.IsHatched(query, key);
        var value = data[query, key];
        var number = isHatched ? data.Text(query, key) : Numbers.Text(value, "0.00");
        var text = $"{TokenLabel.Short(data.Columns[key])}\n{number}";
        return new(BoxOf(key, top), isHatched ? "rgba(0,0,0,0)" : data.Scale.At(value), text.TrimEnd('\n'), isHatched
            ? "#000" : data.Scale.TextAt(value));
    }

    private Box BoxOf(int key, int top)
    {
        var word = _words[key];
        return new(word.Left, word.Left + word.Width, top + Heading + word.Line * (Line + LineGap) + Line / 2);
    }

    /// <summary>In self-attention, the one who looks has a frame.</summary>
    private Outline Around(int query, int top)
    {
        var box = BoxOf(query, top);
        return new(box.X0, box.Y - Line / 2, box.X1, box.Y + Line / 2, 0) { Color = Outline.Chosen };
    }

    /// <summary>Words one after the other, in as many lines as they need.</summary>
    private static (int Left, int Width, int Line)[] Words(IReadOnlyList<string> tokens)
    {
        var (words, left, line) = (new (int, int, int)[tokens.Count], 0, 0);
        for (var i = 0; i < words.Length; i++)
        {
            var width = Math.Max(56, 20 + (int)(Character * TokenLabel.Length(TokenLabel.Short(tokens[i]))));
            if (left > 0 && left + width > Widest) (left, line) = (0, line + 1);
            words[i] = (left, width, line);
            left += width + 6;
        }
        return words;
    }

    private static Note HeadingOf(string text, int top) =>
        new(text, 0, top + Heading - 8, 0) { Across = Anchor.Start, Down = Anchor.End, Size = 17 };
}
