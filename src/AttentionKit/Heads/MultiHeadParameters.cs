using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>What a layer of attention has learned: its projections, and into how many heads they split.</summary>
/// <remarks>Vaswani et al. 2017, §3.2.2. Fewer key and value heads than query heads: grouped-query attention (Ainslie
/// et al. 2023, §2.2); a single one: multi-query (Shazeer 2019, §3).</remarks>
public sealed record MultiHeadParameters
{
    /// <summary>Takes projections as <see cref="Projection.Apply"/> does, dIn × dOut. The matrices are kept, not
    /// copied.</summary>
    /// <param name="wq">[dModel × nHeads·dHead]</param>
    /// <param name="wk">[dSource × nKvHeads·dHead]; dSource is dModel unless keys and values come from a sequence of
    /// another width.</param>
    /// <param name="wv">[dSource × nKvHeads·dValue]</param>
    /// <param name="wo">[nHeads·dValue × dOut]</param>
    /// <param name="nHeads">Query heads.</param>
    /// <param name="nKvHeads">Key and value heads; as many as query heads when null.</param>
    /// <param name="bq">[nHeads·dHead], or null.</param>
    /// <param name="bk">[nKvHeads·dHead], or null.</param>
    /// <param name="bv">[nKvHeads·dValue], or null.</param>
    /// <param name="bo">[dOut], or null.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of heads is less than 1.</exception>
    public MultiHeadParameters(
        Matrix<float> wq, Matrix<float> wk, Matrix<float> wv, Matrix<float> wo, int nHeads, int? nKvHeads = null,
        Vector<float>? bq = null, Vector<float>? bk = null, Vector<float>? bv = null, Vector<float>? bo = null)
    {
        Shape.Filled(wq, nameof(wq));
        Shape.Filled(wk, nameof(wk));
        Shape.Filled(wv, nameof(wv));
        Shape.Filled(wo, nameof(wo));
        (Wq, Wk, Wv, Wo, Bq, Bk, Bv, Bo) = (wq, wk, wv, wo, bq, bk, bv, bo);
        NHeads = Shape.Positive(nHeads, nameof(nHeads));
        NKvHeads = Shape.Positive(nKvHeads ?? nHeads, nameof(nKvHeads));
        GuardHeads();
        GuardBias(bq, wq, "Bq", "Wq", nameof(bq));
        GuardBias(bk, wk, "Bk", "Wk", nameof(bk));
        GuardBias(bv, wv, "Bv", "Wv", nameof(bv));
        GuardBias(bo, wo, "Bo", "Wo", nameof(bo));
    }

    /// <summary>[dModel × nHeads·dHead]: columns h·dHead … are what head h asks.</summary>
    public Matrix<float> Wq { get; }

    /// <summary>[dSource × nKvHeads·dHead]: columns g·dHead … are what key head g offers.</summary>
    public Matrix<float> Wk { get; }

    /// <summary>[dSource × nKvHeads·dValue]: columns g·dValue … are what value head g carries.</summary>
    public Matrix<float> Wv { get; }

    /// <summary>[nHeads·dValue × dOut]: how the heads' outputs become one.</summary>
    public Matrix<float> Wo { get; }

    /// <summary>[nHeads·dHead], added to the queries; null for none.</summary>
    public Vector<float>? Bq { get; }

    /// <summary>[nKvHeads·dHead], added to the keys; null for none.</summary>
    public Vector<float>? Bk { get; }

    /// <summary>[nKvHeads·dValue], added to the values; null for none.</summary>
    public Vector<float>? Bv { get; }

    /// <summary>[dOut], added to the output; null for none.</summary>
    public Vector<float>? Bo { get; }

    /// <summary>Query heads.</summary>
    public int NHeads { get; }

    /// <summary>Key and value heads: each serves NHeads / NKvHeads query heads in a row.</summary>
    public int NKvHeads { get; }

    /// <summary>Numbers of one head's query, and of its key.</summary>
    public int DHead => Wq.ColumnCount / NHeads;

    /// <summary>Numbers of one head's value.</summary>
    public int DValue => Wv.ColumnCount / NKvHeads;

    /// <summary>How many numbers were learned, biases included.</summary>
    public long Count => Size(Wq) + Size(Wk) + Size(Wv) + Size(Wo) + (Bq?.Count ?? 0) + (Bk?.Count ?? 0)
        + (Bv?.Count ?? 0) + (Bo?.Count ?? 0);

    /// <summary>Takes projections as Linear layers store them, one row an output.</summary>
    /// <param name="wq">[nHeads·dHead × dModel]</param>
    /// <param name="wk">[nKvHeads·dHead × dSource]</param>
    /// <param name="wv">[nKvHeads·dValue × dSource]</param>
    /// <param name="wo">[dOut × nHeads·dValue]</param>
    /// <param name="nHeads">Query heads.</param>
    /// <param name="nKvHeads">Key and value heads; as many as query heads when null.</param>
    /// <param name="bq">[nHeads·dHead], or null.</param>
    /// <param name="bk">[nKvHeads·dHead], or null.</param>
    /// <param name="bv">[nKvHeads·dValue], or null.</param>
    /// <param name="bo">[dOut], or null.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together. The message shows them as dIn ×
    /// dOut.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of heads is less than 1.</exception>
    public static MultiHeadParameters FromLinear(
        Matrix<float> wq, Matrix<float> wk, Matrix<float> wv, Matrix<float> wo, int nHeads, int? nKvHeads = null,
        Vector<float>? bq = null, Vector<float>? bk = null, Vector<float>? bv = null, Vector<float>? bo = null) =>
        new(Projection.FromLinear(wq), Projection.FromLinear(wk), Projection.FromLinear(wv), Projection.FromLinear(wo),
            nHeads, nKvHeads, bq, bk, bv, bo);

    private void GuardHeads()
    {
        if (NHeads % NKvHeads != 0)
            throw new ArgumentException(
                $"nHeads must be a multiple of nKvHeads: nHeads is {NHeads}, nKvHeads is {NKvHeads}. Each key and "
                + "value head serves equally many query heads.", "nKvHeads");
        if (Wq.ColumnCount % NHeads != 0)
            throw new ArgumentException(
                $"Wq must split into nHeads equal heads: Wq is {Shape.Of(Wq)}, nHeads is {NHeads}. Choose nHeads that "
                + $"divides {Wq.ColumnCount}.", "wq");
        if (Wk.ColumnCount != NKvHeads * DHead)
            throw new ArgumentException(
                $"Wk must have nKvHeads · dHead = {NKvHeads} · {DHead} columns: Wk is {Shape.Of(Wk)}, Wq is "
                + $"{Shape.Of(Wq)} with {NHeads} heads. A key is as long as a query.", "wk");
        if (Wv.ColumnCount % NKvHeads != 0)
            throw new ArgumentException(
                $"Wv must split into nKvHeads equal heads: Wv is {Shape.Of(Wv)}, nKvHeads is {NKvHeads}. Choose "
                + $"nKvHeads that divides {Wv.ColumnCount}.", "wv");
        if (Wk.RowCount != Wv.RowCount)
            throw new ArgumentException(
                $"Wk and Wv must have equally many rows: Wk is {Shape.Of(Wk)}, Wv is {Shape.Of(Wv)}. Both project the "
                + "same sequence.", "wv");
        if (Wo.RowCount != NHeads * DValue)
            throw new ArgumentException(
                $"Wo must have nHeads · dValue = {NHeads} · {DValue} rows: Wo is {Shape.Of(Wo)}, Wv is {Shape.Of(Wv)} "
                + $"with {NKvHeads} heads. It takes the outputs of all heads side by side.", "wo");
    }

    private static void GuardBias(Vector<float>? bias, Matrix<float> w, string biasName, string wName, string parameter)
    {
        if (bias is not null && bias.Count != w.ColumnCount)
            throw new ArgumentException(
                $"{biasName} must have one number for each column of {wName}: {biasName} has {bias.Count}, {wName} is "
                + $"{Shape.Of(w)}.", parameter);
    }

    private static long Size(Matrix<float> matrix) => (long)matrix.RowCount * matrix.ColumnCount;
}
