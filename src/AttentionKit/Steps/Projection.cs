using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit;

/// <summary>A learned linear map: it turns each token's embedding into what the token asks, offers or
/// carries.</summary>
public static class Projection
{
    /// <summary>Projects every token: output[i] = x[i] · w + bias.</summary>
    /// <param name="x">[nTokens × dIn], one row a token.</param>
    /// <param name="w">[dIn × dOut], for example Wq. A Linear layer stores its transpose: see
    /// <see cref="FromLinear"/>.</param>
    /// <param name="bias">[dOut], added to every token's row; none when null.</param>
    /// <returns>[nTokens × dOut]</returns>
    /// <exception cref="ArgumentException">The columns of <paramref name="x"/> are not as many as the rows of
    /// <paramref name="w"/>, the bias has not one number for each column of <paramref name="w"/>, or there are no rows
    /// or no columns.</exception>
    /// <remarks>Vaswani et al. 2017, §3.2.2: Q·Wq, K·Wk, V·Wv.</remarks>
    public static Matrix<float> Apply(Matrix<float> x, Matrix<float> w, Vector<float>? bias = null)
    {
        Shape.Filled(x, nameof(x));
        Shape.Filled(w, nameof(w));
        if (x.ColumnCount != w.RowCount)
            throw new ArgumentException(
                $"x must have one column for each row of w: x is {Shape.Of(x)}, w is {Shape.Of(w)}. {Remedy(x, w)}",
                nameof(w));
        if (bias is not null && bias.Count != w.ColumnCount)
            throw new ArgumentException(
                $"bias must have one number for each column of w: bias has {bias.Count}, w is {Shape.Of(w)}. Each "
                + "output number has its own bias.", nameof(bias));
        var output = MatrixProduct.Of(x, w);
        if (bias is null) return output;
        var numbers = output.AsColumnMajorArray();
        for (var j = 0; j < bias.Count; j++)
        {
            var column = numbers.AsSpan(j * x.RowCount, x.RowCount);
            TensorPrimitives.Add(column, bias[j], column);
        }
        return output;
    }

    /// <summary>Weights as a Linear layer stores them (one row an output) turned into those that <see cref="Apply"/>
    /// takes.</summary>
    /// <param name="stored">[dOut × dIn]</param>
    /// <returns>[dIn × dOut]</returns>
    public static Matrix<float> FromLinear(Matrix<float> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.Transpose();
    }

    private static string Remedy(Matrix<float> x, Matrix<float> w) => x.ColumnCount == w.ColumnCount
        ? "w seems to be stored as (dOut × dIn), as a Linear layer does: pass Projection.FromLinear(w)."
        : "Use a w with as many rows as an embedding has numbers.";
}
