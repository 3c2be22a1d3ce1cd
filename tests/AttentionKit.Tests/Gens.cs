namespace AttentionKit.Tests;

/// <summary>Random inputs for laws.</summary>
internal static class Gens
{
    internal static Gen<Matrix<float>> Matrices(int nRows, int nColumns, float largest = 3) =>
        Gen.Float[-largest, largest].Array[nRows * nColumns].Select(
            numbers => Matrix<float>.Build.Dense(nRows, nColumns, numbers));

    internal static Gen<Vector<float>> Vectors(int count) =>
        Gen.Float[-1, 1].Array[count].Select(numbers => Vector<float>.Build.Dense(numbers));

    internal static Gen<(Matrix<float> Queries, Matrix<float> Keys, Matrix<float> Values)> Heads(float largest = 3) =>
        from sizes in Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[1, 4])
        from head in Gen.Select(Matrices(sizes.Item1, sizes.Item3, largest),
            Matrices(sizes.Item2, sizes.Item3, largest), Matrices(sizes.Item2, sizes.Item4, largest))
        select (head.Item1, head.Item2, head.Item3);

    /// <summary>Self-attention of one head: as many queries as keys.</summary>
    internal static Gen<(Matrix<float> Queries, Matrix<float> Keys, Matrix<float> Values)> SelfHeads(
        int minTokens = 1) =>
        from sizes in Gen.Select(Gen.Int[minTokens, 8], Gen.Int[1, 5])
        from head in Gen.Select(
            Matrices(sizes.Item1, sizes.Item2), Matrices(sizes.Item1, sizes.Item2), Matrices(sizes.Item1, sizes.Item2))
        select (head.Item1, head.Item2, head.Item3);

    /// <summary>Tokens, and a layer for them with grouped heads, values of their own size, and biases half the
    /// time.</summary>
    internal static Gen<(Matrix<float> X, MultiHeadParameters Parameters)> Layers(
        int minTokens = 1, float largest = 2) =>
        from sizes in Gen.Select(
            Gen.Int[minTokens, 7], Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 3])
        let nKvHeads = sizes.Item3
        let nHeads = nKvHeads * sizes.Item4
        from x in Matrices(sizes.Item1, sizes.Item2, largest)
        from parameters in Parameters(sizes.Item2, sizes.Item2, nHeads, nKvHeads, sizes.Item5, sizes.Item6)
        select (x, parameters);

    internal static Gen<MultiHeadParameters> Parameters(
        int dModel, int dSource, int nHeads, int nKvHeads, int dHead, int dValue) =>
        from w in Gen.Select(Matrices(dModel, nHeads * dHead, 1), Matrices(dSource, nKvHeads * dHead, 1),
            Matrices(dSource, nKvHeads * dValue, 1), Matrices(nHeads * dValue, dModel, 1))
        from b in Gen.Select(
            Vectors(nHeads * dHead), Vectors(nKvHeads * dHead), Vectors(nKvHeads * dValue), Vectors(dModel))
        from biased in Gen.Bool
        select biased
            ? new MultiHeadParameters(
                w.Item1, w.Item2, w.Item3, w.Item4, nHeads, nKvHeads, b.Item1, b.Item2, b.Item3, b.Item4)
            : new MultiHeadParameters(w.Item1, w.Item2, w.Item3, w.Item4, nHeads, nKvHeads);
}
