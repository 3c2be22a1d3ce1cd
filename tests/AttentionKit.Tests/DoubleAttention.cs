namespace AttentionKit.Tests;

/// <summary>Attention once more, in double and plain loops, written from the formulas and not from the kit.</summary>
internal static class DoubleAttention
{
    internal static double[,] Of(Matrix<float> matrix)
    {
        var numbers = new double[matrix.RowCount, matrix.ColumnCount];
        for (var i = 0; i < matrix.RowCount; i++)
            for (var j = 0; j < matrix.ColumnCount; j++)
                numbers[i, j] = matrix[i, j];
        return numbers;
    }

    internal static double[,] Head(
        double[,] queries, double[,] keys, double[,] values, Mask? mask, double scale, double? softcap)
    {
        var scores = new double[queries.GetLength(0), keys.GetLength(0)];
        for (var i = 0; i < scores.GetLength(0); i++)
            for (var j = 0; j < scores.GetLength(1); j++)
                for (var d = 0; d < keys.GetLength(1); d++)
                    scores[i, j] += queries[i, d] * keys[j, d] * scale;
        if (softcap is { } cap) scores = Capped(scores, cap);
        for (var i = 0; i < scores.GetLength(0); i++)
            for (var j = 0; j < scores.GetLength(1); j++)
                if (mask is not null) scores[i, j] += mask.Bias(i, j);
        return Product(Softmax(scores), values);
    }

    internal static double[,] Capped(double[,] scores, double softcap)
    {
        var capped = new double[scores.GetLength(0), scores.GetLength(1)];
        for (var i = 0; i < scores.GetLength(0); i++)
            for (var j = 0; j < scores.GetLength(1); j++)
                capped[i, j] = softcap * Math.Tanh(scores[i, j] / softcap);
        return capped;
    }

    internal static double[,] Softmax(double[,] scores)
    {
        var weights = new double[scores.GetLength(0), scores.GetLength(1)];
        for (var i = 0; i < scores.GetLength(0); i++)
        {
            var (sum, max) = (0.0, double.NegativeInfinity);
            for (var j = 0; j < scores.GetLength(1); j++) max = Math.Max(max, scores[i, j]);
            if (double.IsNegativeInfinity(max)) continue;
            for (var j = 0; j < scores.GetLength(1); j++) sum += Math.Exp(scores[i, j] - max);
            for (var j = 0; j < scores.GetLength(1); j++) weights[i, j] = Math.Exp(scores[i, j] - max) / sum;
        }
        return weights;
    }

    internal static double[,] Product(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < b.GetLength(1); j++)
                for (var k = 0; k < b.GetLength(0); k++)
                    product[i, j] += a[i, k] * b[k, j];
        return product;
    }
}
