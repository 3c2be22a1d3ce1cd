using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Conformance;

/// <summary>Number types narrower than float32, imitated by rounding: the kit itself computes in float32.</summary>
internal static class Precision
{
    public static float Round(float number, string dtype) => dtype switch
    {
        "float16" => (float)(Half)number,
        "bfloat16" => RoundToBFloat16(number),
        _ => number,
    };

    public static Matrix<float> Round(Matrix<float> numbers, string dtype) =>
        numbers.Map(number => Round(number, dtype));

    public static bool IsNarrow(string dtype) => dtype is "float16" or "bfloat16";

    /// <summary>Softmax of every row with each step rounded to <paramref name="dtype"/>; a row of only −∞ is all
    /// 0.</summary>
    public static Matrix<float> Softmax(Matrix<float> scores, string dtype)
    {
        var weights = scores.Clone();
        for (var i = 0; i < weights.RowCount; i++)
        {
            var row = Array.ConvertAll(scores.Row(i).ToArray(), score => Round(score, dtype));
            var max = row.Max();
            var exps = Array.ConvertAll(row, score => Round(MathF.Exp(Round(score - max, dtype)), dtype));
            var sum = Round(exps.Sum(), dtype);
            weights.SetRow(i, float.IsNegativeInfinity(max) ? new float[row.Length]
                : Array.ConvertAll(exps, e => Round(e / sum, dtype)));
        }
        return weights;
    }

    private static float RoundToBFloat16(float number)
    {
        if (!float.IsFinite(number)) return number;
        var bits = BitConverter.SingleToUInt32Bits(number);
        var toNearestEven = 0x7FFFu + ((bits >> 16) & 1);
        return BitConverter.UInt32BitsToSingle((bits + toNearestEven) & 0xFFFF0000u);
    }
}
