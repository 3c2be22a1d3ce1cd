using AttentionKit.Lessons.Diagnosis.Judging;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons.Tests.Diagnoses;

/// <summary>What numbers prove, whatever their cause: said only where it is so.</summary>
public class FactsTests
{
    private static Matrix<double> Of(params double[][] rows) => Matrix<double>.Build.DenseOfRowArrays(rows);

    [Fact]
    public void ACommonFactor_IsSaid_AndNoneWhereOneEntryHasAnother()
    {
        Assert.Equal("Every entry is 0.5 times what it must be.",
            Facts.OfScores(Of([1, -2], [.5, 0]), Of([2, -4], [1, 0])));
        Assert.Equal("Every entry is -1 times what it must be.", Facts.OfScores(Of([-3, 1]), Of([3, -1])));
        Assert.Null(Facts.OfScores(Of([1, -2.1]), Of([2, -4])));
        Assert.Null(Facts.OfScores(Of([1, double.NaN]), Of([2, -4])));
        Assert.Null(Facts.OfScores(Of([0, 0]), Of([2, -4])));
    }

    [Fact]
    public void AWeightOnWhatIsHidden_IsSaid() =>
        Assert.Equal("Row 1 gives 0.25 to column 2, which must get nothing.",
            Facts.OfWeights(Of([1, 0, 0], [.5, .25, .25]), Of([1, 0, 0], [.5, .5, 0])));

    [Fact]
    public void NoWeightOnWhatIsInSight_IsSaid() =>
        Assert.Equal("Row 0 gives nothing to column 1, which must get 0.40.",
            Facts.OfWeights(Of([1, 0]), Of([.6, .4])));

    [Fact]
    public void ARowThatDoesNotSumToOne_IsSaid()
    {
        Assert.Equal("Row 1 sums to 1.50, and must sum to 1.",
            Facts.OfWeights(Of([.5, .5], [.75, .75]), Of([.5, .5], [.5, .5])));
        Assert.Equal("Row 0 sums to NaN, and must sum to 0.",
            Facts.OfWeights(Of([double.NaN, double.NaN]), Of([0, 0])));
    }

    [Fact]
    public void WeightsThatAreOnlyWrong_ProveNothing() => Assert.Null(Facts.OfWeights(Of([.3, .7]), Of([.7, .3])));

    [Fact]
    public void WhatLiesBeyondAllValues_IsNoMixture()
    {
        var values = Of([0, -1], [2, 1]);
        Assert.Equal("Entry [1, 0] is 2.10, and column 0 of the values goes from 0.00 to 2.00: no mixture gives that.",
            Facts.OfOutput(Of([1, 0], [2.1, 0]), values));
        Assert.Equal("Entry [0, 1] is -1.20, and column 1 of the values goes from -1.00 to 1.00: no mixture gives "
            + "that.",
            Facts.OfOutput(Of([1, -1.2]), values));
        Assert.StartsWith("Entry [0, 0] is NaN", Facts.OfOutput(Of([double.NaN, 0]), values));
    }

    [Fact]
    public void WhatLiesBetweenTheValues_OrHasMoreColumns_ProvesNothing() =>
        Assert.Null(Facts.OfOutput(Of([0, 1, 99], [2, -1, 99]), Of([0, -1], [2, 1])));
}
