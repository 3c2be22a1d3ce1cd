using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots;

/// <summary>The charts of a <see cref="QueryKeyView"/>, one per query: the query above, its products with the keys
/// below, the scores as bars.</summary>
internal sealed class QueryKeyChart
{
    private const int Row = 40, BarWidth = 340, Between = 30, Right = 130, Top = 116; // pixels
    private const int MostSentences = 400;

    private readonly QueryKeyPart _part;
    private readonly LabelledMatrix _queries;
    private readonly LabelledMatrix[] _products;
    private readonly int _rows, _columns, _cells, _height;
    private readonly bool _hasNumbers;

    internal QueryKeyChart(QueryKeyPart part, LabelledMatrix queries, LabelledMatrix[] products, string title)
    {
        (_part, _queries, _products) = (part, queries, products);
        (_rows, _columns) = (products[0].Rows.Count, products[0].Columns.Count);
        (_cells, _height) = (Math.Clamp(_columns * 64, 190, 480), Math.Max(150, _rows * Math.Min(Row, 640 / _rows)));
        _hasNumbers = _columns <= 12 && _rows <= 20;
        Charts = [.. Enumerable.Range(0, products.Length).Select(query => Of(query, title))];
    }

    internal IReadOnlyList<Chart> Charts { get; }

    private Chart Of(int query, string title)
    {
        var left = HeatmapSize.LabelWidth([.. _queries.Rows.Concat(_products[0].Rows).Select(TokenLabel.Short)]) + 70;
        var height = Top + Row + Between + _height + 16;
        var frame = new Frame(left + _cells + Between + BarWidth + Right, height, left, Right, Top, 16);
        return new(title, frame, Panels(query))
        {
            Marks = Marks(query),
            Bars = [new(_queries.Scale, "number")],
            CanZoom = false,
        };
    }

    private Panel[] Panels(int query)
    {
        var keys = Axes.Names([.. _products[0].Rows.Select(TokenLabel.Short)], Words.KeyAxis, Side.Left, 1
            + (_rows - 1) / 30);
        var width = Math.Max(1, (int)(_cells / _columns / 8.6));
        string[] features = [.. _products[0].Columns.Select(name => TokenLabel.Wrap(TokenLabel.Short(name), width))];
        Area below = new(0, Row + Between, _cells, _height);
        return [
            new(Axes.Hidden(_products[0].Columns, Side.Bottom), keys) { Area = below },
            new(Axes.Names(features, FeatureAxis, Side.Top, 1 + (_columns - 1) / 16),
                Axes.Names([HeatmapMarks.Pointer + TokenLabel.Short(_queries.Rows[query])], "query",
                    Side.Left)) { Area = new(0, 0, _cells, Row) },
            new(Reach(_part.Scores), Axes.OfCells(_rows, Side.Left) with { Labels = TickLabels.Unseen })
            {
                Area = below with { Left = _cells + Between, Width = BarWidth },
            },
        ];
    }

    private string FeatureAxis => _columns < _part.Steps.Queries.ColumnCount
        ? $"feature ({_columns} of {_part.Steps.Queries.ColumnCount})" : "feature";

    private IReadOnlyList<Mark> Marks(int query)
    {
        var asked = _queries with
        {
            Matrix = _queries.Matrix.SubMatrix(query, 1, 0, _columns),
            Rows = [_queries.Rows[query]]
        };
        var hover = _rows * _columns * _products.Length <= MostSentences
            ? HeatmapMarks.HoverOf(_products[query])
            : new Hover(null) { Template = _products[query].Sentence };
        return [
            .. HeatmapMarks.Of(_products[query], 0, _hasNumbers, hover),
            .. HeatmapMarks.Of(asked, 1, _hasNumbers, null, hasLegend: false),
            Scores(query),
        ];
    }

    /// <summary>From the lowest score to the highest, with room for text at the ends of bars.</summary>
    private Axis Reach(Matrix<float> scores)
    {
        double low = Math.Min(0, scores.Enumerate().Where(float.IsFinite).DefaultIfEmpty().Min());
        double high = Math.Max(0, scores.Enumerate().Where(float.IsFinite).DefaultIfEmpty().Max());
        if (high == low) high = low + 1;
        var room = 0.8 * (high - low);
        return Axes.Linear(low < 0 ? low - room : low, high > 0 ? high + room : high,
            $"score = sum · {Numbers.Text(_part.Steps.Scale)}", Side.Top);
    }

    private Bars Scores(int query)
    {
        float[] scores = [.. _part.Scores.Row(query)], sums = [.. _part.Sums.Row(query)];
        return new(2, [.. scores.Select((score, key) =>
            new Bar(new(0, score, key), score < 0 ? "#fdd0a2" : "#c6dbef", Sum(sums[key], score)))], 0.7)
        {
            Stroke = Outline.Grey,
            TextOutside = true,
        };
    }

    private string Sum(float sum, float score) =>
        $"{Numbers.Text(sum, "0.00")} · {Numbers.Text(_part.Steps.Scale, "G2")} = {Numbers.Text(score, "0.00")}";
}
