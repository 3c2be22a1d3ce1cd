namespace AttentionKit.Models.Tests;

public class GenerationTests
{
    private static readonly Transformer Model = new(new(7, 12, 4, 2, 2) { Positions = Positions.Rope }, seed: 5);

    [Fact]
    public void Greedy_TakesTheLargestLogit_AsAFullRunGivesIt()
    {
        var tokens = new List<int> { 1, 2 };
        foreach (var token in Model.Generate(tokens.ToArray(), 5))
        {
            Assert.Equal(Model.Run(tokens).Logits.Row(tokens.Count - 1).MaximumIndex(), token);
            tokens.Add(token);
        }
        Assert.Equal(7, tokens.Count);
    }

    [Fact]
    public void ItEnds_WhereTheContextIsFull() => Assert.Equal(11, Model.Generate([1, 2], 100).Count());

    [Fact]
    public void TheSameSeed_DrawsTheSame_AndAnotherDoesNot()
    {
        int[] Drawn(int seed) => [.. Model.Generate([1], 11, new(Temperature: 3, Seed: seed))];
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    [Fact]
    public void Draws_FollowTheProbabilities_OfWhatTopKAndTopPLeave()
    {
        var weights = Softmax.Rows(Model.Run([1]).Logits).Row(0).OrderDescending().ToArray();
        int[] Counts(Sampling sampling) => [.. Enumerable.Range(0, 2000).Select(seed => Model.Generate([1], 1, sampling with { Seed = seed }).Single())
            .GroupBy(token => token).Select(group => group.Count()).OrderDescending()];
        Assert.Equal(2, Counts(new(TopK: 2)).Length);
        Assert.Single(Counts(new(TopP: weights[0] * .9)));
        Assert.Equal(2, Counts(new(TopP: weights[0] * 1.1)).Length);
        Assert.InRange(Counts(new())[0] / 2000.0, weights[0] - .05, weights[0] + .05); // four standard deviations of 2,000 draws
    }

    [Theory]
    [InlineData(-1, null, 1, "Temperature")]
    [InlineData(double.NaN, null, 1, "Temperature")]
    [InlineData(1, 0, 1, "TopK")]
    [InlineData(1, null, 0, "TopP")]
    [InlineData(1, null, 1.1, "TopP")]
    public void WhatIsNoWayToDraw_IsRefused(double temperature, int? topK, double topP, string name) =>
        Assert.StartsWith(name, Assert.Throws<ArgumentOutOfRangeException>("sampling", () => Model.Generate([1], 1, new(temperature, topK, topP))).Message, StringComparison.Ordinal);
}
