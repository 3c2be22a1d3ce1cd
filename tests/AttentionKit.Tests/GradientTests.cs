namespace AttentionKit.Tests;

/// <summary>The backward pass against central differences of a forward pass written once more, in double and in plain
/// loops.</summary>
public class GradientTests
{
    // Central differences in double are off by about H² = 1e-10; the rest is float's rounding in the forward and
    // backward pass, on gradients up to about 30.
    private const double Tolerance = 1e-4;
    private const double H = 1e-5;

    [Fact]
    public void OneHead_EveryInput() =>
        (from head in Gens.Heads(1.5f)
         from gradient in Gens.Matrices(head.Queries.RowCount, head.Values.ColumnCount, 1)
         from masked in Gen.Bool
         from softcap in Gen.Bool
         select (head, gradient, masked, softcap)).Sample(sample =>
        {
            var (queries, keys, values) = sample.head;
            // An offset of −1 leaves the first query nothing to see.
            var mask = sample.masked ? Mask.Causal(queries.RowCount, keys.RowCount, -1) : null;
            float? softcap = sample.softcap ? 1.5f : null;
            var gradients = Attention.Backward(
                Attention.Steps(queries, keys, values, mask, .8f, softcap), sample.gradient);
            double[,] q = DoubleAttention.Of(queries), k = DoubleAttention.Of(keys), v = DoubleAttention.Of(values);
            double Loss() => Dot(DoubleAttention.Head(q, k, v, mask, .8f, softcap), sample.gradient);
            ExpectSlopes(Loss, q, gradients.Queries);
            ExpectSlopes(Loss, k, gradients.Keys);
            ExpectSlopes(Loss, v, gradients.Values);
        }, iter: 60);

    [Fact]
    public void OneHead_Intermediates()
    {
        Matrix<float> queries = Rows.Of([1, -1], [.5f, 2]), keys = Rows.Of([1, .3f], [-.4f, 1]),
            values = Rows.Of([1, 2], [3, -1]), gradient = Rows.Of([1, .5f], [-2, .25f]);
        var steps = Attention.Steps(queries, keys, values, softcap: 1.2f);
        var gradients = Attention.Backward(steps, gradient);
        Assert.Same(gradient, gradients.Output);
        double[,] weights = DoubleAttention.Of(steps.Weights), capped = DoubleAttention.Of(steps.CappedScores),
            scores = DoubleAttention.Of(steps.Scores), v = DoubleAttention.Of(values);
        ExpectSlopes(() => Dot(DoubleAttention.Product(weights, v), gradient), weights, gradients.Weights);
        ExpectSlopes(() => Dot(DoubleAttention.Product(DoubleAttention.Softmax(capped), v), gradient), capped,
            gradients.CappedScores);
        ExpectSlopes(() => Dot(DoubleAttention.Product(
            DoubleAttention.Softmax(DoubleAttention.Capped(scores, 1.2f)), v), gradient), scores, gradients.Scores);
    }

    [Fact]
    public void OneHead_WhatNothingFlowsThroughHasNoGradient()
    {
        // The first query sees nothing, and nothing sees the second key.
        var steps = Attention.Steps(Rows.Of([1], [2]), Rows.Of([3], [4]), Rows.Of([5], [6]), Mask.Causal(2, 2, -1));
        var gradients = Attention.Backward(steps, Rows.Of([1], [1]));
        Expect.Same(Rows.Of([0, 0], [0, 0]), gradients.Scores);
        Expect.Same(Rows.Of([0], [0]), gradients.Queries);
        Expect.Same(Rows.Of([1], [0]), gradients.Values);
    }

    [Fact]
    public void AllHeads_EveryInputAndParameter() =>
        (from layer in Gens.Layers(largest: 1)
         from gradient in Gens.Matrices(
            layer.X.RowCount, layer.X.ColumnCount, 1)
         select (layer, gradient)).Sample(sample =>
        {
            var ((x, p), gradient) = sample;
            var mask = Mask.Causal(x.RowCount);
            var gradients = MultiHead.Backward(MultiHead.Steps(x, p, mask, softcap: 2), p, gradient);
            var (layer, tokens) = (new DoubleLayer(p), DoubleAttention.Of(x));
            double Loss() => Dot(layer.Output(tokens, tokens, mask, 2), gradient);
            ExpectSlopes(Loss, tokens, gradients.X);
            ExpectParameterSlopes(Loss, layer, gradients);
            Assert.Null(gradients.Source);
            Assert.Equal(p.NHeads, gradients.Heads.Count);
        }, iter: 40);

    [Fact]
    public void AllHeads_CrossAttention() =>
        (from sizes in Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3])
         from x in Gens.Matrices(sizes.Item1, sizes.Item3, 1)
         from source in Gens.Matrices(sizes.Item2, sizes.Item4, 1)
         from p in Gens.Parameters(sizes.Item3, sizes.Item4, 4, 2, 2, 1)
         from gradient in Gens.Matrices(sizes.Item1, sizes.Item3, 1)
         select (x, source, p, gradient)).Sample((x, source, p, gradient) =>
        {
            var gradients = MultiHead.Backward(MultiHead.Steps(x, p, source: source), p, gradient);
            var (layer, asking, looked) = (new DoubleLayer(p), DoubleAttention.Of(x), DoubleAttention.Of(source));
            double Loss() => Dot(layer.Output(asking, looked, null, null), gradient);
            ExpectSlopes(Loss, asking, gradients.X);
            ExpectSlopes(Loss, looked, gradients.Source!);
            ExpectParameterSlopes(Loss, layer, gradients);
        }, iter: 40);

    [Fact]
    public void Concatenated_IsWhatWoHandsBack()
    {
        var two = Matrix<float>.Build.DenseIdentity(2);
        var p = new MultiHeadParameters(two, two, two, Rows.Of([1, 2], [3, 4]), nHeads: 2);
        var gradients = MultiHead.Backward(MultiHead.Steps(Rows.Of([1, 2]), p), p, Rows.Of([1, 10]));
        Expect.Same(Rows.Of([21, 43]), gradients.Concatenated);
        Expect.Same(Rows.Of([43]), gradients.Heads[1].Output);
    }

    [Fact]
    public void SoftmaxGradient_RowsSumToZero() =>
        Gen.Select(Gens.Matrices(3, 4), Gens.Matrices(3, 4)).Sample((scores, gradient) =>
        // a few roundings of numbers around 3
        Assert.All(Softmax.Backward(Softmax.Rows(scores), gradient).RowSums(), sum => Assert.Equal(0, sum, 1e-5f)));

    [Fact]
    public void Gradients_RefuseOtherShapes()
    {
        var x = Rows.Of([1, 2], [3, 4]);
        var two = Matrix<float>.Build.DenseIdentity(2);
        var parameters = new MultiHeadParameters(two, two, two, two, 1);
        var steps = MultiHead.Steps(x, parameters);
        Refuses(
            "a gradient must have the shape of its matrix: the gradient of output is 1×2, output is 2×2. Each number "
            + "has its own derivative.", () => Attention.Backward(steps.Heads[0], Rows.Of([1, 2])));
        Refuses(
            "a gradient must have the shape of its matrix: the gradient of output is 2×1, output is 2×2. Each number "
            + "has its own derivative.", () => MultiHead.Backward(steps, parameters, Rows.Of([1], [2])));
        Refuses(
            "a gradient must have the shape of its matrix: the gradient of weights is 1×2, weights is 2×2. Each number "
            + "has its own derivative.", () => Softmax.Backward(x, Rows.Of([1, 2])));
        Refuses(
            "a gradient must have the shape of its matrix: the gradient of capped is 2×2, capped is 1×2. Each number "
            + "has its own derivative.", () => Softcap.Backward(Rows.Of([1, 2]), 3, x));
        Assert.Throws<ArgumentOutOfRangeException>("softcap", () => Softcap.Backward(x, -1, x));
        Assert.Throws<ArgumentNullException>("weights", () => Softmax.Backward(null!, x));
        Assert.Throws<ArgumentNullException>("weightsGradient", () => Softmax.Backward(x, null!));
        Assert.Throws<ArgumentNullException>("capped", () => Softcap.Backward(null!, 1, x));
        Assert.Throws<ArgumentNullException>("cappedGradient", () => Softcap.Backward(x, 1, null!));
        Assert.Throws<ArgumentNullException>("output", () => Attention.Backward(steps.Heads[0], null!));
        Assert.Throws<ArgumentNullException>("steps", () => Attention.Backward(null!, x));
        Assert.Throws<ArgumentNullException>("steps", () => MultiHead.Backward(null!, parameters, x));
        Assert.Throws<ArgumentNullException>("parameters", () => MultiHead.Backward(steps, null!, x));
    }

    [Fact]
    public void Gradients_RefuseAnotherLayersParameters()
    {
        static Matrix<float> M(int nRows, int nColumns) => Matrix<float>.Build.Dense(nRows, nColumns, 1);
        Matrix<float> x = M(2, 6), source = M(3, 5);
        var steps = MultiHead.Steps(x, new MultiHeadParameters(M(6, 8), M(5, 8), M(5, 4), M(4, 7), 2), source: source);
        void Refused(string theirs, MultiHeadParameters parameters) => Refuses(
            $"parameters must be those of the steps: the steps have 2 heads of 4 for x 2×6, the parameters {theirs}. "
            + "Pass what MultiHead.Steps was given.",
            () => MultiHead.Backward(steps, parameters, M(2, 7)));
        Refused("4 heads of 4 for Wq 6×16", new(M(6, 16), M(5, 16), M(5, 8), M(8, 7), 4));
        Refused("2 heads of 3 for Wq 6×6", new(M(6, 6), M(5, 6), M(5, 4), M(4, 7), 2));
        Refused("2 heads of 4 for Wq 6×8", new(M(6, 8), M(5, 8), M(5, 6), M(6, 7), 2));
        Refused("2 heads of 4 for Wq 9×8", new(M(9, 8), M(5, 8), M(5, 4), M(4, 7), 2));
        Refused("2 heads of 4 for Wq 6×8", new(M(6, 8), M(9, 8), M(9, 4), M(4, 7), 2));
        Refused("2 heads of 4 for Wq 6×8", new(M(6, 8), M(5, 8), M(5, 4), M(4, 9), 2));
    }

    [Fact]
    public void Gradients_RefuseStepsFromACache()
    {
        var two = Matrix<float>.Build.DenseIdentity(2);
        var parameters = new MultiHeadParameters(two, two, two, two, 1);
        var cache = new KvCache(1);
        MultiHead.Decode(two, parameters, cache);
        var steps = MultiHead.Decode(Rows.Of([1, 2]), parameters, cache);
        Refuses(
            "steps must come from a pass over whole sequences: keys is 3×2, the source is 1×2. Use MultiHead.Steps in "
            + "place of Decode.", () => MultiHead.Backward(steps, parameters, Rows.Of([1, 2])));
    }

    private static void Refuses(string message, Func<object?> code) => Expect.Error<ArgumentException>(message, code);

    private static void ExpectParameterSlopes(Func<double> loss, DoubleLayer layer, MultiHeadGradients gradients)
    {
        ExpectSlopes(loss, layer.Wq, gradients.Wq);
        ExpectSlopes(loss, layer.Wk, gradients.Wk);
        ExpectSlopes(loss, layer.Wv, gradients.Wv);
        ExpectSlopes(loss, layer.Wo, gradients.Wo);
        ExpectSlopes(loss, layer.Bq, gradients.Bq.ToRowMatrix());
        ExpectSlopes(loss, layer.Bk, gradients.Bk.ToRowMatrix());
        ExpectSlopes(loss, layer.Bv, gradients.Bv.ToRowMatrix());
        ExpectSlopes(loss, layer.Bo, gradients.Bo.ToRowMatrix());
    }

    private static void ExpectSlopes(Func<double> loss, double[,] at, Matrix<float> gradient)
    {
        Assert.Equal((at.GetLength(0), at.GetLength(1)), (gradient.RowCount, gradient.ColumnCount));
        for (var i = 0; i < gradient.RowCount; i++)
            for (var j = 0; j < gradient.ColumnCount; j++)
            {
                var number = at[i, j];
                at[i, j] = number + H;
                var above = loss();
                at[i, j] = number - H;
                var below = loss();
                at[i, j] = number;
                var slope = (above - below) / (2 * H);
                Assert.True(Math.Abs(slope - gradient[i, j]) <= Tolerance,
                    $"∂loss at [{i}, {j}] is {gradient[i, j]} in place of {slope}");
            }
    }

    private static double Dot(double[,] a, Matrix<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < b.RowCount; i++)
            for (var j = 0; j < b.ColumnCount; j++)
                sum += a[i, j] * b[i, j];
        return sum;
    }
}
