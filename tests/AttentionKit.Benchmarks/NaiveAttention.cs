using System.Numerics.Tensors;

namespace AttentionKit.Benchmarks;

/// <summary>What one writes first in C#: MathNet's products, TensorPrimitives over each row.</summary>
internal static class NaiveAttention
{
    internal static Matrix<float>[] Of(Problem problem)
    {
        IReadOnlyList<Matrix<float>> queries = MultiHead.Split(problem.Queries, problem.NHeads), keys = MultiHead.Split(problem.Keys, problem.NKvHeads), values = MultiHead.Split(problem.Values, problem.NKvHeads);
        var outputs = new Matrix<float>[problem.NHeads];
        for (var h = 0; h < outputs.Length; h++) outputs[h] = Head(queries[h], keys[h * problem.NKvHeads / problem.NHeads], values[h * problem.NKvHeads / problem.NHeads], problem.Mask);
        return outputs;
    }

    private static Matrix<float> Head(Matrix<float> queries, Matrix<float> keys, Matrix<float> values, Mask? mask)
    {
        var scores = queries.TransposeAndMultiply(keys) / MathF.Sqrt(queries.ColumnCount);
        for (var i = 0; i < scores.RowCount; i++)
        {
            var row = scores.Row(i).AsArray();
            for (var j = 0; mask is not null && j < row.Length; j++) row[j] += mask.Bias(i, j);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
            TensorPrimitives.Exp<float>(row, row);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<float>(row), row);
            scores.SetRow(i, row);
        }
        return scores * values;
    }
}
