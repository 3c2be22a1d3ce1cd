using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

public class PositionTests
{
    [Fact]
    public void BlindToOrder_KnowsItsMistakes()
    {
        var x = Data.Table("cat-embeddings").Matrix;
        var output = Attention.Apply(x * Data.Table("cat-wq").Matrix, x * Data.Table("cat-wk").Matrix, x * Data.Table("cat-wv").Matrix);
        Open(Check.BlindToOrder(null));
        Right(Check.BlindToOrder(Matrix<float>.Build.DenseOfRowArrays(output.ToRowArrays().Reverse())));
        Wrong(Check.BlindToOrder(output), "attention is thought to know the order by itself");
        Wrong(Check.BlindToOrder(Matrix<float>.Build.DenseOfColumnArrays(output.ToColumnArrays().Reverse())), "columns were reversed, not rows");
        Wrong(Check.BlindToOrder(x), "another shape");
        Wrong(Check.BlindToOrder(2 * output), "not yet");
    }

    // The rows moved, or the head run again, on the sentence from its end.
    [Fact]
    public void BlindToOrder_NeverAccusesTheRight()
    {
        var x = Data.Table("cat-embeddings").Matrix;
        Gen.Select(Gen.Int, Gen.Bool, Gen.Float[0, 1], Gen.Bool).Sample((seed, inDouble, share, again) =>
        {
            Matrix<float> P(Matrix<float> some, string weights) => ProductInOrder(some, Data.Table(weights).Matrix, seed, inDouble);
            Matrix<float> Head(Matrix<float> some) => AttendInOrder(P(some, "cat-wq"), P(some, "cat-wk"), P(some, "cat-wv"), seed, inDouble, share);
            Right(Check.BlindToOrder(again ? Head(Reversed(x)) : Reversed(Head(x))));
        }, iter: Ways);

        static Matrix<float> Reversed(Matrix<float> rows) => Matrix<float>.Build.DenseOfRowArrays(rows.ToRowArrays().Reverse());
    }

    [Fact]
    public void Sinusoidal_KnowsItsMistakes()
    {
        static double Angle(int i, double exponent) => i / Math.Pow(10000, exponent);
        Open(Check.Sinusoidal((_, _) => null));
        Right(Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => c % 2 == 0 ? Math.Sin(Angle(i, c / (double)d)) : Math.Cos(Angle(i, (c - 1) / (double)d)))));
        Wrong(Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => c % 2 == 1 ? Math.Sin(Angle(i, (c - 1) / (double)d)) : Math.Cos(Angle(i, c / (double)d)))), "sine and cosine have changed places");
        Wrong(Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => c % 2 == 0 ? Math.Sin(Angle(i, c / (double)d)) : Math.Cos(Angle(i, c / (double)d)))), "a pair does not share its angle");
        Wrong(Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => c % 2 == 0 ? Math.Sin(Angle(i, c / 2 / (double)d)) : Math.Cos(Angle(i, c / 2 / (double)d)))), "the exponent is half of what it must be");
        Wrong(Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => Math.Sin(Angle(i, c / 2 * 2 / (double)d)))), "only sines");
        Wrong(Check.Sinusoidal((n, d) => Fill(n, d, (i, c) => c < d / 2 ? Math.Sin(Angle(i, 2.0 * c / d)) : Math.Cos(Angle(i, (2.0 * c / d) - 1)))), "all sines first, then all cosines");
        Wrong(Check.Sinusoidal((n, d) => Fill(d, n, (i, c) => 0)), "another shape");
        Wrong(Check.Sinusoidal((_, _) => throw new DivideByZeroException()), "your code stopped before it had a result");
    }

    [Fact]
    public void Rope_KnowsItsMistakes()
    {
        static Matrix<float> Turn(Matrix<float> x, Func<int, double> angle) => Fill(x.RowCount, 2, (i, j) =>
            j == 0 ? (x[i, 0] * Math.Cos(angle(i))) - (x[i, 1] * Math.Sin(angle(i))) : (x[i, 0] * Math.Sin(angle(i))) + (x[i, 1] * Math.Cos(angle(i))));
        Open(Check.Rope(_ => null));
        Right(Check.Rope(x => Turn(x, i => i)));
        Wrong(Check.Rope(x => Turn(x, i => -i)), "turned the other way");
        Wrong(Check.Rope(x => Turn(x, i => i + 1)), "counted from 1");
        Wrong(Check.Rope(x => x + Sinusoidal.Of(x.RowCount, 2)), "the place is added, not turned by");
        Wrong(Check.Rope(x =>
        {
            for (var i = 0; i < x.RowCount; i++)
            {
                x[i, 0] = (float)((x[i, 0] * Math.Cos(i)) - (x[i, 1] * Math.Sin(i)));
                x[i, 1] = (float)((x[i, 1] * Math.Cos(i)) + (x[i, 0] * Math.Sin(i)));
            }
            return x;
        }), "the first number is overwritten too early");
        Wrong(Check.Rope(x => x), "not yet");
    }

    [Fact]
    public void Slope_SaysWhichWay()
    {
        Open(Check.Slope(null));
        Right(Check.Slope(0.45f));
        Wrong(Check.Slope(0.01f), "not steep enough");
        Wrong(Check.Slope(2), "too steep");
        Wrong(Check.Slope(-1), "a slope is positive");
        Wrong(Check.Slope(float.NaN), "a slope is positive");
    }
}
