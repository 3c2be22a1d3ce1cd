using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Conformance;

/// <summary>An ONNX tensor: numbers in row-major order. Booleans are 0 and 1.</summary>
internal sealed record Tensor(string Dtype, int[] Shape, float[] Data)
{
    public static Tensor Of(string dtype, int[] shape) => new(dtype, shape, new float[Size(shape)]);

    public static int Size(int[] shape) => shape.Aggregate(1, (size, dimension) => checked(size * dimension));

    public string Described => $"{Dtype}[{string.Join(", ", Shape)}]";

    /// <summary>(B, S, H·D) → (B, H, S, D): head h is columns h·D … (h+1)·D−1. A tensor of rank 4 is already
    /// so.</summary>
    public Tensor SplitHeads(int nHeads, string name)
    {
        if (Shape.Length == 4) return this;
        if (Shape.Length != 3 || nHeads < 1 || Shape[2] % nHeads != 0)
            throw new InvalidDataException(
                $"{name} must be (B, H, S, D), or (B, S, H·D) with the number of heads: it is {Described} with "
                + $"{nHeads} heads");
        var (batches, nTokens, width) = (Shape[0], Shape[1], Shape[2]);
        var dHead = width / nHeads;
        var split = Of(Dtype, [batches, nHeads, nTokens, dHead]);
        for (var b = 0; b < batches; b++)
            for (var h = 0; h < nHeads; h++)
                split.SetHead(b, h, Sheet(b).SubMatrix(0, nTokens, h * dHead, dHead));
        return split;
    }

    /// <summary>(B, H, S, D) → (B, S, H·D): the inverse of <see cref="SplitHeads"/>.</summary>
    public Tensor JoinHeads()
    {
        var (batches, nHeads, nTokens, dHead) = (Shape[0], Shape[1], Shape[2], Shape[3]);
        var joined = Of(Dtype, [batches, nTokens, nHeads * dHead]);
        for (var b = 0; b < batches; b++)
            for (var h = 0; h < nHeads; h++)
                for (var i = 0; i < nTokens; i++)
                    for (var d = 0; d < dHead; d++)
                        joined.Data[((b * nTokens + i) * nHeads + h) * dHead + d] =
                            Data[((b * nHeads + h) * nTokens + i) * dHead + d];
        return joined;
    }

    /// <summary>Head h of batch b of a (B, H, S, D) tensor: [S × D].</summary>
    public Matrix<float> Head(int b, int h) => Sheet(b * Shape[1] + h);

    /// <summary>Writes head h of batch b of a (B, H, S, D) tensor.</summary>
    public void SetHead(int b, int h, Matrix<float> head) =>
        head.ToRowMajorArray().CopyTo(Data, (b * Shape[1] + h) * head.RowCount * head.ColumnCount);

    /// <summary>This tensor, then <paramref name="next"/>, along the sequence of (B, H, S, D).</summary>
    public Tensor ConcatTokens(Tensor next, string name)
    {
        if (Shape.Length != 4 || Shape[0] != next.Shape[0] || Shape[1] != next.Shape[1] || Shape[3] != next.Shape[3])
            throw new InvalidDataException(
                $"{name} must be (B, H, past, D) with the B, H and D of the present tokens: it is {Described}, they "
                + $"are {next.Described}");
        int past = Shape[2] * Shape[3], present = next.Shape[2] * Shape[3];
        var both = Of(next.Dtype, [Shape[0], Shape[1], Shape[2] + next.Shape[2], Shape[3]]);
        for (var sheet = 0; sheet < Shape[0] * Shape[1]; sheet++)
        {
            Data.AsSpan(sheet * past, past).CopyTo(both.Data.AsSpan(sheet * (past + present)));
            next.Data.AsSpan(sheet * present, present).CopyTo(both.Data.AsSpan(sheet * (past + present) + past));
        }
        return both;
    }

    /// <summary>Every number rounded to what <see cref="Dtype"/> can hold.</summary>
    public Tensor Rounded() => this with { Data = Array.ConvertAll(Data, number => Precision.Round(number, Dtype)) };

    /// <summary>The n-th matrix of the last two dimensions.</summary>
    public Matrix<float> Sheet(int n)
    {
        int rows = Shape[^2], columns = Shape[^1];
        return Matrix<float>.Build.Dense(rows, columns, (i, j) => Data[(n * rows + i) * columns + j]);
    }
}
