using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

public sealed class HeatmapTests
{
    private static readonly JsonElement s_weights = Chart(Heatmap.Weights(Example.Weights, Example.Tokens));
    private static readonly JsonElement s_masked = Chart(Heatmap.Scores(Example.MaskedScores, Example.Tokens));

    private static JsonElement Chart(Figure figure) => JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;

    private static JsonElement Trace(JsonElement chart, string type) =>
        chart.GetProperty("data").EnumerateArray().Single(trace => trace.GetProperty("type").GetString() == type);

    private static bool HasColorBar(JsonElement trace) =>
        trace.TryGetProperty("marker", out var marker) && marker.TryGetProperty("colorbar", out _);

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    [Fact]
    public void Json_IsAnObjectWithoutATemplate()
    {
        Assert.Equal(["data", "layout", "config"], s_weights.EnumerateObject().Select(property => property.Name));
        Assert.False(s_weights.GetProperty("layout").TryGetProperty("template", out _));
    }

    [Fact]
    public void Json_HoldsFiveDigitsOfEachNumber()
    {
        var z = Trace(s_weights, "heatmap").GetProperty("z");
        for (var i = 0; i < 6; i++)
            for (var j = 0; j < 6; j++)
                Assert.Equal(Example.Weights[i, j], z[i][j].GetSingle(), 5e-6f);
        // half a unit of the fifth digit of a number below 1
        Assert.All(z[2].EnumerateArray(), number => Assert.True(number.GetRawText().Length <= 8, number.GetRawText()));
    }

    [Fact]
    public void Weights_KeepTheScaleZeroToOne()
    {
        var cells = Trace(s_weights, "heatmap");
        Assert.Equal((0, 1), (cells.GetProperty("zmin").GetDouble(), cells.GetProperty("zmax").GetDouble()));
        var bar = s_weights.GetProperty("data").EnumerateArray().Single(HasColorBar).GetProperty("marker");
        Assert.Equal((0, 1), (bar.GetProperty("cmin").GetDouble(), bar.GetProperty("cmax").GetDouble()));
        Assert.Equal("weight<br>&nbsp;",
            bar.GetProperty("colorbar").GetProperty("title").GetProperty("text").GetString());
    }

    [Fact]
    public void Scores_HaveAScaleSymmetricAroundZero()
    {
        var cells = Trace(s_masked, "heatmap");
        Assert.Equal((-2.6, 2.6), (cells.GetProperty("zmin").GetDouble(), cells.GetProperty("zmax").GetDouble()));
    }

    [Fact]
    public void FirstRow_IsOnTop()
    {
        var range = s_weights.GetProperty("layout").GetProperty("yaxis").GetProperty("range");
        Assert.Equal((5.5, -0.5), (range[0].GetDouble(), range[1].GetDouble()));
    }

    [Fact]
    public void Axes_SayWhoLooksAtWhom()
    {
        var layout = s_weights.GetProperty("layout");
        Assert.Equal("query (who looks)",
            layout.GetProperty("yaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("key (who is looked at)",
            layout.GetProperty("xaxis").GetProperty("title").GetProperty("text").GetString());
    }

    [Fact]
    public void SameTokenTwice_KeepsBothRowsAndColumns()
    {
        var chart = Chart(Heatmap.Weights(Example.Weights, ["the", "cat", "sat", "on", "the", "mat"]));
        foreach (var axis in new[] { "xaxis", "yaxis" })
        {
            Assert.Equal(["the", "cat", "sat", "on", "the", "mat"],
                Texts(chart.GetProperty("layout").GetProperty(axis).GetProperty("ticktext")));
            Assert.Equal([0, 1, 2, 3, 4, 5],
                chart.GetProperty("layout").GetProperty(axis).GetProperty("tickvals").EnumerateArray()
                .Select(tick => tick.GetInt32()));
        }
    }

    [Fact]
    public void Hover_SaysWhichQueryLooksAtWhichKey()
    {
        var hover = Trace(Chart(Heatmap.Weights(Matrix<float>.Build.Dense(1, 2, [0.55f, 0.45f]), ["sat"],
            ["cat", "mat"])), "heatmap").GetProperty("hovertext");
        Assert.Equal("“sat” looks at “cat”: 0.55", hover[0][0].GetString());
        Assert.Equal("“sat” looks at “mat”: 0.45", hover[0][1].GetString());
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(13, false)]
    public void Numbers_StandInTheCellsOfUpToTwelveColumns(int columns, bool expected)
    {
        var chart = Chart(Heatmap.Values(Matrix<float>.Build.Dense(2, columns, 0.25f), ["a", "b"]));
        var numbers = chart.GetProperty("data").EnumerateArray()
            .Where(trace => trace.TryGetProperty("mode", out var mode) && mode.GetString() == "text").ToArray();
        Assert.Equal(expected, numbers.Length == 1);
        if (expected) Assert.All(Texts(numbers[0].GetProperty("text")), text => Assert.Equal("0.25", text));
    }

    [Fact]
    public void HiddenScores_AreHatchedNotColoured()
    {
        var z = Trace(s_masked, "heatmap").GetProperty("z");
        Assert.Equal(JsonValueKind.Null, z[0][1].ValueKind);
        Assert.Equal(JsonValueKind.Number, z[1][1].ValueKind);
        var bars = Trace(s_masked, "bar");
        Assert.Equal([0, 1, 2, 3, 4], bars.GetProperty("y").EnumerateArray().Select(row => row.GetInt32()));
        Assert.Equal([5, 4, 3, 2, 1], bars.GetProperty("x").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal("/", bars.GetProperty("marker").GetProperty("pattern").GetProperty("shape").GetString());
        Assert.True(bars.GetProperty("showlegend").GetBoolean());
    }

    [Fact]
    public void HiddenScores_AreSaidInEveryForm()
    {
        var figure = Heatmap.Scores(Example.MaskedScores, Example.Tokens);
        Assert.EndsWith(" 15 of 36 entries are −∞: hidden from the query.", figure.Notes);
        Assert.Equal("−∞: hidden from the query", Trace(s_masked, "bar").GetProperty("name").GetString());
        Assert.Equal(15, figure.ToHtml().Split(">−∞</td>").Length - 1);
        Assert.Equal("“The” looks at “cat”: score −∞",
            Trace(s_masked, "heatmap").GetProperty("hovertext")[0][1].GetString());
    }

    [Fact]
    public void NaNAndInfinity_AreDrawnAndSaidAsSuch()
    {
        var figure = Heatmap.Scores(Matrix<float>.Build.Dense(1, 3, [float.NaN, float.PositiveInfinity, 1]), ["q"],
            ["a", "b", "c"]);
        var bars = Chart(figure).GetProperty("data").EnumerateArray()
            .Where(trace => trace.GetProperty("type").GetString() == "bar").ToArray();
        Assert.Equal(["+∞: infinite", "NaN: not a number"], bars.Select(bar => bar.GetProperty("name").GetString()));
        Assert.EndsWith("1 of 3 entries is +∞: infinite. 1 of 3 entries is NaN: not a number.", figure.Notes);
        Assert.Contains(">NaN</td>", figure.ToHtml(), StringComparison.Ordinal);
        Assert.Contains(">+∞</td>", figure.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingFinite_IsStillAPicture()
    {
        var figure = Heatmap.Scores(Matrix<float>.Build.Dense(1, 1, float.NegativeInfinity), ["only"]);
        Assert.Equal(1, Trace(Chart(figure), "heatmap").GetProperty("zmax").GetDouble());
        Assert.DoesNotContain("Best", figure.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_SayWhatItShows_AndTheStrongestPair()
    {
        var figure = Heatmap.Weights(Example.Weights, Example.Tokens);
        Assert.Equal("How much each query (row) looks at each key (column), from 0 to 1.", figure.Description);
        Assert.Equal("Most: “sat” looks at “cat”: 0.6375.", figure.Notes);
    }

    [Fact]
    public void Notes_OfAMask_NameAQueryThatHasAChoice()
    {
        var weights = Matrix<float>.Build.DenseOfRowArrays([1f, 0f], [0.25f, 0.75f]);
        Assert.Contains("Most, of the queries that see more than one key: “b” looks at “b”: 0.75.",
            Heatmap.Weights(weights, ["a", "b"], mask: Mask.Causal(2)).Notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_OfValues_NameTheOneFarthestFromZero() =>
        Assert.EndsWith("Farthest from 0: “b”, y: −3.",
            Heatmap.Values(Matrix<float>.Build.DenseOfRowArrays([1f, 2f], [0f, -3f]), ["a", "b"], ["x", "y"]).Notes);

    [Fact]
    public void WeightsOutsideTheScale_AreSaid() =>
        Assert.EndsWith("1 of them lies outside 0 to 1. Most: “a” looks at “a”: −0.5.",
            Heatmap.Weights(Matrix<float>.Build.Dense(1, 1, -0.5f), ["a"]).Notes);

    [Fact]
    public void LongTokens_AreShortOnTheAxisAndFullOnHover()
    {
        var figure = Heatmap.Weights(Matrix<float>.Build.Dense(1, 1, 1f), ["internationalization"]);
        var chart = Chart(figure);
        Assert.Equal(["internationaliz…"],
            Texts(chart.GetProperty("layout").GetProperty("yaxis").GetProperty("ticktext")));
        Assert.Equal("“internationalization” looks at “internationalization”: 1",
            Trace(chart, "heatmap").GetProperty("hovertext")[0][0].GetString());
        Assert.Contains("title=\"internationalization\">internationaliz…</th>", figure.ToHtml(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void MarkupInTokens_IsText()
    {
        const string evil = "</script><b onclick=\"x()\">&";
        var figure = Heatmap.Weights(Matrix<float>.Build.Dense(1, 1, 1f), [evil], title: evil);
        var html = figure.ToHtml();
        Assert.DoesNotContain("<b ", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("</script>").Length);
        Assert.Contains("title=\"&lt;/script&gt;&lt;b onclick=&quot;x()&quot;&gt;&amp;\"", html,
            StringComparison.Ordinal);
        Assert.DoesNotContain('<', Trace(Chart(figure), "heatmap").GetProperty("hovertext")[0][0].GetString()!);
        Assert.DoesNotContain('<',
            Chart(figure).GetProperty("layout").GetProperty("title").GetProperty("text").GetString()!);
    }

    [Fact]
    public void InvisibleTokens_BecomeVisible() =>
        Assert.Equal(["(empty)", "␣on", "␣␣", "a⏎", "emoji 👩‍👩‍👧", "שלום"],
            Texts(Chart(Heatmap.Weights(Matrix<float>.Build.Dense(6, 6),
                ["", " on", "  ", "a\n", "emoji 👩‍👩‍👧", "שלום"])).GetProperty("layout").GetProperty("yaxis")
                .GetProperty("ticktext")));

    [Fact]
    public void ColumnNames_WrapInsteadOfTurning()
    {
        var axis = Chart(Heatmap.Values(Example.Values, Example.Tokens, Example.Columns)).GetProperty("layout")
            .GetProperty("xaxis");
        Assert.Equal(["is an<br>animal", "is an<br>action", "is a<br>place", "is<br>grammar"],
            Texts(axis.GetProperty("ticktext")));
        Assert.Equal(0, axis.GetProperty("tickangle").GetInt32());
    }

    [Fact]
    public void SixBySix_TakesAtMostTwelveKilobytes()
    {
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Heatmap.Weights(Example.Weights, Example.Tokens)
            .ToHtml()), 1, 12 * 1024);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Heatmap.Scores(Example.MaskedScores, Example.Tokens)
            .ToHtml()), 1, 12 * 1024);
    }

    [Fact]
    public void TokensThatDoNotMatch_AreAnErrorWithTheShapes()
    {
        var rows = Assert.Throws<ArgumentException>(() => Heatmap.Weights(Example.Weights, ["The", "cat"]));
        Assert.StartsWith("queryTokens must have one name a row: the matrix is 6×6, queryTokens has 2. Give 6 of them.",
            rows.Message);
        var columns = Assert.Throws<ArgumentException>(() =>
            Heatmap.Scores(Matrix<float>.Build.Dense(2, 3), ["a", "b"]));
        Assert.StartsWith("queryTokens must have one name a column: the matrix is 2×3, queryTokens has 2. Give the 3 "
            + "keyTokens too: only self-attention has the same tokens on both sides.", columns.Message);
        var keys = Assert.Throws<ArgumentException>(() =>
            Heatmap.Scores(Matrix<float>.Build.Dense(2, 3), ["a", "b"], ["c"]));
        Assert.StartsWith("keyTokens must have one name a column: the matrix is 2×3, keyTokens has 1. Give 3 of them.",
            keys.Message);
        var names = Assert.Throws<ArgumentException>(() => Heatmap.Values(Example.Values, Example.Tokens, ["one"]));
        Assert.StartsWith("columnNames must have one name a column: the matrix is 6×4, columnNames has 1. Give 4 of "
            + "them.", names.Message);
    }

    [Fact]
    public void Figure_KeepsTheNumbersItWasMadeFrom()
    {
        var scores = Example.MaskedScores.Clone();
        var figure = Heatmap.Scores(scores, Example.Tokens);
        string before = figure.ToHtml(), text = figure.ToString();
        scores.Clear();
        Assert.Equal(before, figure.ToHtml());
        Assert.Equal(text, figure.ToString());
    }

    [Fact]
    public void NoTokens_AreAnError()
    {
        Assert.StartsWith("queryTokens must have one name a row: the matrix is 6×6, queryTokens has 0.",
            Assert.Throws<ArgumentException>(() => Heatmap.Weights(Example.Weights, [])).Message);
        Assert.StartsWith("scores must have rows and columns: it is 0×3. A picture needs at least one token.",
            Assert.Throws<ArgumentException>(() => Heatmap.Scores(Matrix<float>.Build.Dense(0, 3), [], ["a", "b", "c"]))
            .Message);
    }

    [Fact]
    public void LargeMatrix_ElidesItsTableButNotItsChart()
    {
        var names = Enumerable.Range(0, 30).Select(i => $"t{i}").ToArray();
        var figure = Heatmap.Weights(Matrix<float>.Build.Dense(30, 30, 1 / 30f), names);
        Assert.Contains("The first and the last 10 of 30 rows and of 30 columns.", figure.ToHtml(),
            StringComparison.Ordinal);
        Assert.Contains("The first and the last 10 of 30 rows and of 30 columns.", figure.ToString(),
            StringComparison.Ordinal);
        Assert.Contains(">t9</th><th scope=\"col\" dir=\"auto\">…</th><th scope=\"col\" dir=\"auto\">t20</th>",
            figure.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(30, Trace(Chart(figure), "heatmap").GetProperty("z").GetArrayLength());
    }

    [Fact]
    public void ManyCells_HoverByTheNamesOfTheAxes()
    {
        var names = Enumerable.Range(0, 65).Select(i => $"t{i}").ToArray();
        var chart = Chart(Heatmap.Weights(Matrix<float>.Build.Dense(65, 65), names));
        var cells = Trace(chart, "heatmap");
        Assert.False(cells.TryGetProperty("hovertext", out _));
        Assert.Equal("“%{y}” looks at “%{x}”: %{z:.5~g}<extra></extra>",
            cells.GetProperty("hovertemplate").GetString());
        Assert.Equal(names, Texts(chart.GetProperty("layout").GetProperty("yaxis").GetProperty("ticktext")));
        Assert.True(chart.GetProperty("layout").GetProperty("yaxis2").GetProperty("tickvals").GetArrayLength() < 65);
    }

    [Fact]
    public void OutlinedRow_IsMarkedInEveryForm()
    {
        var figure = Heatmap.Weights(Example.Weights, Example.Tokens, outlined: 2);
        var layout = Chart(figure).GetProperty("layout");
        Assert.Equal([1.5, 2.5],
            new[] { "y0", "y1" }.Select(side => layout.GetProperty("shapes")[0].GetProperty(side).GetDouble()));
        Assert.Equal("▸ sat", layout.GetProperty("yaxis").GetProperty("ticktext")[2].GetString());
        Assert.Contains("<tr class=\"outlined\"><th scope=\"row\" dir=\"auto\">sat</th>", figure.ToHtml(),
            StringComparison.Ordinal);
        Assert.EndsWith(" The row of “sat” is outlined.", figure.Notes);
        Assert.StartsWith("outlined must be a row from 0 to 5: it is 6.",
            Assert.Throws<ArgumentOutOfRangeException>(() =>
            Heatmap.Weights(Example.Weights, Example.Tokens, outlined: 6)).Message);
    }

    [Fact]
    public void MaskedWeights_AreHatchedInChartAndTable()
    {
        var figure = Heatmap.Weights(Softmax.Rows(Example.MaskedScores), Example.Tokens, mask: Mask.Causal(6));
        var bars = Trace(Chart(figure), "bar");
        Assert.Equal("hidden by the mask", bars.GetProperty("name").GetString());
        Assert.Equal([5, 4, 3, 2, 1], bars.GetProperty("x").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal(15, figure.ToHtml().Split("<td class=\"hatched\">hidden</td>").Length - 1);
        Assert.EndsWith(" 15 of 36 entries are hidden by the mask.", figure.Notes);
        Assert.StartsWith("the mask must have the shape of the matrix: the mask is 5×5, the matrix is 6×6.",
            Assert.Throws<ArgumentException>(() =>
            Heatmap.Weights(Example.Weights, Example.Tokens, mask: Mask.Causal(5))).Message);
    }

    [Fact]
    public void SharedScale_SpansTheWholeSet()
    {
        var ten = Matrix<float>.Build.Dense(1, 1, -10f);
        Assert.Equal(10, Trace(Chart(Heatmap.Scores(Example.Scores, Example.Tokens, sharedWith: [ten])), "heatmap")
            .GetProperty("zmax").GetDouble());
        Assert.Equal(10, Trace(Chart(Heatmap.Values(Example.Values, Example.Tokens, sharedWith: [ten])), "heatmap")
            .GetProperty("zmax").GetDouble());
    }

    [Fact]
    public void LargeMatrix_HasAPictureWithoutScript()
    {
        var html = Heatmap.Weights(Matrix<float>.Build.Dense(512, 512, 1 / 512f),
            [.. Enumerable.Range(0, 512).Select(i => $"t{i}")]).ToHtml();
        var png = Convert.FromBase64String(html.Split("data:image/png;base64,")[1].Split('"')[0]);
        Assert.Equal([0, 0, 1, 0, 0, 0, 1, 0], png[16..24]); // 256×256: one pixel for 2×2 cells
    }

    [Fact]
    public void Text_HasTitleAlignedNumbersAndDescription() =>
        Assert.Equal(
            """
            Masked scores

                    a    cat
            a    0.50     −∞
            cat  1.25  −2.00

            How well each key (column) matches each query (row), before softmax. Best: “cat” looks at “a”: score 1.25. 1 of 4 entries is −∞: hidden from the query.
            """,
            Heatmap.Scores(Matrix<float>.Build.DenseOfRowArrays([0.5f, float.NegativeInfinity], [1.25f, -2f]),
                ["a", "cat"], title: "Masked scores").ToString());
}
