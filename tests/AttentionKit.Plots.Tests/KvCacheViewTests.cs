using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Plots.Tests;

public sealed class KvCacheViewTests
{
    private static readonly Matrix<float> s_keys = Example.Values.SubMatrix(0, 6, 0, 2);

    private static Figure Drawn() => KvCacheView.Of(s_keys, Example.Values, Example.Tokens);

    private static JsonElement Layout(Figure figure) =>
        JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("layout");

    private static JsonElement Changes(int step) =>
        Layout(Drawn()).GetProperty("sliders")[0].GetProperty("steps")[step].GetProperty("args")[1];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 21)] // 1 + 2 + 3 + 4 + 5 + 6
    [InlineData(100_000, 5_000_050_000)]
    public void WithoutACache_RowsAddUp(long n, long rows) => Assert.Equal(rows, KvCacheView.Recomputed(n));

    [Fact]
    public void Counts_AreSaidInWords_ForEachToken()
    {
        Assert.Equal(
            "<b>Without a cache: 3 rows computed, 6 until here</b>",
                Changes(2).GetProperty("annotations[0].text").GetString());
        Assert.Equal("<b>With a cache: 1 row computed, 3 until here</b>",
            Changes(2).GetProperty("annotations[1].text").GetString());
        Assert.Equal("<b>Without a cache: 1 row computed, 1 until here</b>",
            Changes(0).GetProperty("annotations[0].text").GetString());
        Assert.Equal("New token “mat”: without a cache 6 rows of K and of V are computed, with one a single row, and "
            + "5 rows "
            + "are kept.", Drawn().Description);
        Assert.StartsWith("Until here that makes 21 rows without a cache, n(n + 1)/2 for n = 6, and 6 with one;",
            Drawn().Notes);
    }

    [Fact]
    public void OneRow_IsSaidInTheSingular()
    {
        var html = Drawn().ToHtml();
        Assert.Contains("New token “The”: without a cache 1 row of K and of V is computed, with one a single row, and "
            + "0 rows are kept.", html);
        Assert.Contains("New token “cat”: without a cache 2 rows of K and of V are computed, with one a single row, "
            + "and "
            + "1 row is kept.", html);
    }

    [Fact]
    public void Outlined_IsEveryRowWithoutACache_AndTheLastOneWithIt()
    {
        Assert.Equal([(-0.5, 2.5), (-0.5, 2.5), (1.5, 2.5), (1.5, 2.5)],
            Enumerable.Range(0, 4).Select(shape => (End(2, shape, "y0"), End(2, shape, "y1"))));
        Assert.Equal([1.5, 3.5, 1.5, 3.5], Enumerable.Range(0, 4).Select(shape => End(2, shape, "x1")));
        // 2 and 4 columns

        static double End(int step, int shape, string end) =>
            Changes(step).TryGetProperty($"shapes[{shape}].{end}", out var changed) ? changed.GetDouble()
                : Layout(Drawn()).GetProperty("shapes")[shape].GetProperty(end).GetDouble();
    }

    [Fact]
    public void EachRow_SaysWhatHappensToIt()
    {
        Assert.Equal(["The: again", "cat: again", "sat: new", "on", "the", "mat"], Names(Changes(2), "yaxis"));
        Assert.Equal(["The: kept", "cat: kept", "sat: new", "on", "the", "mat"], Names(Changes(2), "yaxis3"));

        static string[] Names(JsonElement changes, string axis) =>
            [.. changes.GetProperty(axis + ".ticktext").EnumerateArray().Select(name => name.GetString()!)];
    }

    [Fact]
    public void WhatIsNotThereYet_IsHatched()
    {
        var data = JsonDocument.Parse(Drawn().ToPlotlyJson()).RootElement.GetProperty("data").EnumerateArray();
        int[] hatched = [.. data.Where(trace => trace.GetProperty("type").GetString() == "bar")
            .Select(trace => trace.GetProperty("y").GetArrayLength())];
        Assert.Equal([5, 4, 3, 2, 1], hatched.Distinct()); // after the first token five, after the last none
        Assert.Equal(5 * 4, hatched.Length);
    }

    [Fact]
    public void ItsTable_CountsEachToken()
    {
        Assert.Matches("sat +3 +6 +1 +3 +2\n", Drawn().ToString());
        Assert.True(Layout(Drawn()).GetProperty("meta").GetProperty("plays").GetBoolean());
        Assert.Contains("<svg", Drawn().ToHtml());
    }

    [Fact]
    public void ManyTokens_DrawSixteen_AndCountAll()
    {
        var long20 = Matrix<float>.Build.Dense(20, 2, 1);
        var figure = KvCacheView.Of(long20, long20, [.. Enumerable.Range(0, 20).Select(i => $"t{i}")]);
        Assert.EndsWith("Drawn are the first 16 of 20 tokens; all take 210 rows, or 20.", figure.Notes);
        Assert.StartsWith("New token “t15”", figure.Description);
    }

    [Fact]
    public void OneToken_IsDrawn() =>
        Assert.Contains("a", KvCacheView.Of(s_keys.SubMatrix(0, 1, 0, 2), s_keys.SubMatrix(0, 1, 0, 2), ["a"])
            .ToString());

    [Fact]
    public void WrongInputs_AreErrors()
    {
        Assert.StartsWith("keys and values must have the same tokens: keys is 6×2, values is 3×4.",
            Assert.Throws<ArgumentException>(() => KvCacheView.Of(s_keys, Example.Values.SubMatrix(0, 3, 0, 4),
                Example.Tokens)).Message);
        Assert.Throws<ArgumentException>(() => KvCacheView.Of(s_keys, Example.Values, ["one"]));
        Assert.Throws<ArgumentNullException>(() => KvCacheView.Of(null!, s_keys, Example.Tokens));
        Assert.Throws<ArgumentNullException>(() => KvCacheView.Of(s_keys, null!, Example.Tokens));
    }
}
