using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace AttentionKit;

/// <summary>Softmax of one row, lanes along the keys: for rows so few or so long that a panel of 32 would be mostly
/// empty, or too large.</summary>
internal static class SoftmaxRow
{
    // Additions to one sum in float, before the next one starts and this one goes into a sum in double.
    private const int Block = 64;

    /// <summary>Scores to weights, in place; all 0 where there is nothing to see.</summary>
    internal static void Apply(Span<float> row)
    {
        var max = TensorPrimitives.Max<float>(row);
        if (float.IsNegativeInfinity(max)) row.Clear();
        else TensorPrimitives.Divide(row, (float)Exponentials(row, Vector512.Create(max)), row);
    }

    /// <summary>Turns scores into exp(score − max).</summary>
    /// <returns>Their sum.</returns>
    private static double Exponentials(Span<float> row, Vector512<float> max)
    {
        var (total, i) = (0.0, 0);
        while (i <= row.Length - Vector512<float>.Count)
        {
            var sum = Vector512<float>.Zero;
            for (var n = 0; n < Block && i <= row.Length - Vector512<float>.Count; n++, i += Vector512<float>.Count)
            {
                var power = Exponential.Of(Vector512.Create<float>(row[i..]) - max);
                power.CopyTo(row[i..]);
                sum += power;
            }
            total += Vector512.Sum(sum);
        }
        Span<float> last = stackalloc float[Vector512<float>.Count];
        last.Fill(float.NegativeInfinity);
        row[i..].CopyTo(last);
        Exponential.Of(Vector512.Create<float>(last) - max).CopyTo(last);
        last[..(row.Length - i)].CopyTo(row[i..]);
        return total + TensorPrimitives.Sum<float>(last[..(row.Length - i)]);
    }
}
