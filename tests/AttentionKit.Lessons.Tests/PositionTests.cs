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
        var output = Attention.Apply(x * Data.Table("cat-wq").Matrix, x * Data.Table("cat-wk").Matrix,
            x * Data.Table("cat-wv").Matrix);
        Open(Check.BlindToOrder(null));
        Right(Check.BlindToOrder(Matrix<float>.Build.DenseOfRowArrays(output.ToRowArrays().Reverse())));
        Wrong(Check.BlindToOrder(output), "attention is thought to know the order by itself");
        Wrong(Check.BlindToOrder(Matrix<float>.Build.DenseOfColumnArrays(output.ToColumnArrays()
            .Reverse())), "columns were reversed, not rows");
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
            Matrix<float> P(Matrix<float> some, string weights) =>
                ProductInOrder(some, Data.Table(weights).Matrix, seed, inDouble);
            Matrix<float> Head(Matrix<float> some) =>
                AttendInOrder(P(some, "cat-wq"), P(some, "cat-wk"), P(some, "cat-wv"), seed, inDouble, share);
            Right(Check.BlindToOrder(again ? Head(Reversed(x)) : Reversed(Head(x))));
        }, iter: Ways);

        static Matrix<float> Reversed(Matrix<float> rows) =>
            Matrix<float>.Build.DenseOfRowArrays(rows.ToRowArrays().Reverse());
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
