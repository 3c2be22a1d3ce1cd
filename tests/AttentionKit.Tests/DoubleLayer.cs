namespace AttentionKit.Tests;

/// <summary>A layer's parameters in double; a bias is a matrix of one row, zeros where the layer has none.</summary>
internal sealed class DoubleLayer(MultiHeadParameters p)
{
    internal readonly double[,] Wq = DoubleAttention.Of(
        p.Wq), Wk = DoubleAttention.Of(p.Wk), Wv = DoubleAttention.Of(p.Wv), Wo = DoubleAttention.Of(p.Wo);
    internal readonly double[,] Bq = Row(p.Bq, p.Wq), Bk = Row(p.Bk, p.Wk), Bv = Row(p.Bv, p.Wv), Bo = Row(p.Bo, p.Wo);

    internal double[,] Output(double[,] x, double[,] source, Mask? mask, double? softcap)
    {
        double[,] queries = Projected(x, Wq, Bq), keys = Projected(source, Wk, Bk), values = Projected(source, Wv, Bv);
        var concatenated = new double[x.GetLength(0), p.NHeads * p.DValue];
        for (var h = 0; h < p.NHeads; h++)
        {
            var group = h * p.NKvHeads / p.NHeads;
            var head = DoubleAttention.Head(
                Columns(queries, h * p.DHead, p.DHead), Columns(keys, group * p.DHead, p.DHead),
                    Columns(values, group * p.DValue, p.DValue), mask, 1 / Math.Sqrt(p.DHead), softcap);
            for (var i = 0; i < x.GetLength(0); i++)
                for (var d = 0; d < p.DValue; d++)
                    concatenated[i, h * p.DValue + d] = head[i, d];
        }
        return Projected(concatenated, Wo, Bo);
    }

    private static double[,] Row(Vector<float>? bias, Matrix<float> w) =>
        DoubleAttention.Of((bias ?? Vector<float>.Build.Dense(w.ColumnCount)).ToRowMatrix());

    private static double[,] Projected(double[,] x, double[,] w, double[,] bias)
    {
        var output = DoubleAttention.Product(x, w);
        for (var i = 0; i < output.GetLength(0); i++)
            for (var j = 0; j < output.GetLength(1); j++)
                output[i, j] += bias[0, j];
        return output;
    }

    private static double[,] Columns(double[,] matrix, int from, int count)
    {
        var columns = new double[matrix.GetLength(0), count];
        for (var i = 0; i < matrix.GetLength(0); i++)
            for (var j = 0; j < count; j++)
                columns[i, j] = matrix[i, from + j];
        return columns;
    }
}
