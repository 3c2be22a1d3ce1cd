namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>A softmax with what can go wrong in it, each part by itself.</summary>
/// <param name="Along">What sums to 1.</param>
/// <param name="Subtracted">What is subtracted from a score before exp.</param>
/// <param name="Then">What follows exp.</param>
/// <param name="Nothing">What becomes of scores that are −∞.</param>
internal sealed record SoftmaxPlan(Axis Along = Axis.Rows, Maximum Subtracted = Maximum.Own,
    Division Then = Division.BySum, Empty Nothing = Empty.Zeros)
{
    internal Numbers Of(Numbers scores) => Then == Division.Twice ? Once(Once(scores)) : Once(scores);

    private Numbers Once(Numbers scores)
    {
        var most = scores.Enumerate().Max();
        return Along switch
        {
            Axis.Rows => Numbers.Build.DenseOfRowArrays(scores.ToRowArrays().Select(row => Row(row, most))),
            Axis.Columns =>
                Numbers.Build.DenseOfColumnArrays(scores.ToColumnArrays().Select(column => Row(column, most))),
            _ => Numbers.Build.DenseOfRowMajor(scores.RowCount, scores.ColumnCount,
                Row(scores.ToRowMajorArray(), most)),
        };
    }

    private double[] Row(double[] scores, double mostOfAll)
    {
        if (IsSkipped(scores)) return new double[scores.Length];
        if (Nothing == Empty.Even
            && scores.All(double.IsNegativeInfinity)) return [.. scores.Select(_ => 1.0 / scores.Length)];
        var subtracted = Subtracted switch
        {
            Maximum.Own => scores.Max(),
            Maximum.FromZero => Math.Max(0, scores.Max()),
            Maximum.OfAll => mostOfAll,
            _ => 0,
        };
        double[] exps = [.. scores.Select(score => Math.Exp(score - subtracted))];
        return Then == Division.None ? exps : [.. exps.Select(e => e / exps.Sum())];
    }

    private bool IsSkipped(double[] scores) => Nothing switch
    {
        Empty.Zeros => scores.All(double.IsNegativeInfinity),
        Empty.WhereFirstIs => double.IsNegativeInfinity(scores[0]),
        Empty.WhereOneIs => scores.Any(double.IsNegativeInfinity),
        _ => false,
    };
}

internal enum Axis { Rows, Columns, All }

internal enum Maximum { Own, None, FromZero, OfAll }

internal enum Division { BySum, None, Twice }

internal enum Empty { Zeros, NaN, Even, WhereFirstIs, WhereOneIs }
