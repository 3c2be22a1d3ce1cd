using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

public static partial class MultiHead
{
    /// <summary>The backward pass: <see cref="Steps"/>, each step undone by the chain rule, last step first.</summary>
    /// <param name="steps">The forward pass over whole sequences: not one of <see cref="Decode"/>, whose cache
    /// remembers no inputs.</param>
    /// <param name="parameters">The parameters of that pass.</param>
    /// <param name="output">[nQueries × dOut]: ∂loss/∂output.</param>
    /// <exception cref="ArgumentException"><paramref name="output"/> has another shape than the output of the steps,
    /// the parameters are those of another layer, or the steps come from a cache.</exception>
    /// <remarks>Dao et al. 2022, appendix B.2. Query heads of a group share keys and values, whose gradients are their
    /// sum.</remarks>
    public static MultiHeadGradients Backward(
        MultiHeadSteps steps, MultiHeadParameters parameters, Matrix<float> output)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(parameters);
        Shape.GuardGradient(output, steps.Output, nameof(output), "output");
        GuardPass(steps, parameters);

        var concatenated = MatrixProduct.OfTransposed(output, parameters.Wo); // [nQueries × nHeads·dValue]
        var headOutputs = Split(concatenated, parameters.NHeads);
        AttentionGradients[] heads = [.. steps.Heads.Select((head, h) => Attention.Backward(head, headOutputs[h]))];
        var queries = Concat([.. heads.Select(head => head.Queries)]); // [nQueries × nHeads·dHead]
        var keys = GroupSums([.. heads.Select(head => head.Keys)], parameters.NKvHeads); // [nKeys × nKvHeads·dHead]
        // [nKeys × nKvHeads·dValue]
        var values = GroupSums([.. heads.Select(head => head.Values)], parameters.NKvHeads);

        var x = MatrixProduct.OfTransposed(queries, parameters.Wq); // [nQueries × dModel]
        // [nKeys × dSource]
        var source = MatrixProduct.OfTransposed(keys, parameters.Wk) + MatrixProduct.OfTransposed(
            values, parameters.Wv);
        var isSelfAttention = ReferenceEquals(steps.X, steps.Source);
        return new MultiHeadGradients(
            heads, concatenated, isSelfAttention ? x + source : x, isSelfAttention ? null : source,
            Wq: MatrixProduct.TransposedOf(steps.X, queries),
            Wk: MatrixProduct.TransposedOf(steps.Source, keys),
            Wv: MatrixProduct.TransposedOf(steps.Source, values),
            Wo: MatrixProduct.TransposedOf(steps.Concatenated, output),
            Bq: queries.ColumnSums(), Bk: keys.ColumnSums(), Bv: values.ColumnSums(), Bo: output.ColumnSums());
    }

    private static void GuardPass(MultiHeadSteps steps, MultiHeadParameters parameters)
    {
        if (steps.Heads[0].Keys.RowCount != steps.Source.RowCount)
            throw new ArgumentException(
                $"steps must come from a pass over whole sequences: keys is {Shape.Of(steps.Heads[0].Keys)}, the "
                + $"source is {Shape.Of(steps.Source)}. Use MultiHead.Steps in place of Decode.", nameof(steps));
        var heads = steps.Heads;
        if (heads.Count != parameters.NHeads || heads[0].Queries.ColumnCount != parameters.DHead
            || heads[0].Values.ColumnCount != parameters.DValue
            || steps.X.ColumnCount != parameters.Wq.RowCount || steps.Source.ColumnCount != parameters.Wk.RowCount
            || steps.Output.ColumnCount != parameters.Wo.ColumnCount)
            throw new ArgumentException(
                $"parameters must be those of the steps: the steps have {heads.Count} heads of "
                + $"{heads[0].Queries.ColumnCount} for x {Shape.Of(steps.X)}, the parameters {parameters.NHeads} heads "
                + $"of {parameters.DHead} for Wq {Shape.Of(parameters.Wq)}. Pass what MultiHead.Steps was given.",
                    nameof(parameters));
    }

    private static Matrix<float> GroupSums(Matrix<float>[] heads, int nKvHeads)
    {
        var groupSize = heads.Length / nKvHeads;
        var sums = new Matrix<float>[nKvHeads];
        for (var g = 0; g < nKvHeads; g++)
        {
            sums[g] = heads[g * groupSize];
            for (var h = 1; h < groupSize; h++) sums[g] += heads[g * groupSize + h];
        }
        return Concat(sums);
    }
}
