using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

public class CrossAttentionTests
{
    private const float Hidden = float.NegativeInfinity;

    [Fact]
    public void CrossShapes_KnowsItsMistakes()
    {
        (int, int)[] right = [(64, 16), (48, 16), (48, 8), (12, 20), (12, 8)];
        Verdict With(int at, int rows, int columns) =>
            Check.CrossShapes([.. right.Select((shape, i) => i == at ? (rows, columns) : shape)]);
        Open(Check.CrossShapes(null));
        RightInWords(Check.CrossShapes(right));
        Wrong(With(0, 16, 64), "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)", "Your Wq is 16×64.");
        Wrong(With(1, 16, 48), "Linear weights, stored (dOut × dIn), are used as (dIn × dOut)");
        Wrong(With(1, 64, 16), "self- and cross-attention are confused", "48 numbers");
        Wrong(With(2, 64, 8), "keys and values come from different sources");
        Wrong(With(2, 48, 16), "dValue taken for dHead");
        Wrong(With(3, 20, 12), "weights transposed");
        Wrong(With(3, 12, 12), "self- and cross-attention are confused", "A square");
        Wrong(With(3, 20, 20), "self- and cross-attention are confused", "A square");
        Wrong(With(4, 20, 8), "the source receives");
        Wrong(With(4, 12, 16), "the output is a mixture of values");
        Wrong(With(4, 12, 64), "the output is a mixture of values", "Wo");
        Wrong(With(4, 1, 1), "not yet", "Your output is 1×1");
        Wrong(Check.CrossShapes([(1, 2)]), "another number of shapes");
    }

    [Fact]
    public void CrossShapes_AreTheLibrarys()
    {
        var m = Matrix<float>.Build;
        var steps = Attention.Steps(m.Dense(12, 64) * m.Dense(64, 16), m.Dense(20, 48) * m.Dense(48, 16),
            m.Dense(20, 48) * m.Dense(48, 8));
        (int, int) Of(Matrix<float> matrix) => (matrix.RowCount, matrix.ColumnCount);
        RightInWords(Check.CrossShapes([(64, 16), (48, 16), (48, 8), Of(steps.Weights), Of(steps.Output)]));
    }

    [Fact]
    public void ItMeans_SaysWhereItLooks()
    {
        var statement = Data.Table("statement-embeddings").Matrix;
        Open(Check.ItMeans("update", null));
        Wrong(Check.ItMeans("update", statement), "\"it\" still looks most at \"integration\"",
            "0.63 there and 0.20 on \"update\"");
        Wrong(Check.ItMeans("update", statement.Transpose()), "another shape", "Your statement is 9×7; it must be 7×9");
        Wrong(Check.ItMeans("update", statement * float.NaN), "not a number");
        statement[6, 1] = 1.1f;
        Right(Check.ItMeans("update", statement));
        Assert.Contains("with 1 changed number.", Check.ItMeans("update", statement).Explanation);
        Assert.StartsWith("the word must be one of The, integration, ",
            Assert.Throws<ArgumentException>(() => Check.ItMeans("cat", statement)).Message);
    }

    [Fact]
    public void ItMeans_AgreesWithTheWeights()
    {
        var (said, _, original) = Data.Table("statement-embeddings");
        var it = Data.Table("question-embeddings").Matrix.SubMatrix(4, 1, 0, 9);
        Gen.Select(Gen.Float[-1, 1].Array[63], Gen.Int[0, 6]).Sample((changes, word) =>
        {
            var statement = Fill(7, 9, (i, c) => original[i, c] + changes[(i * 9) + c]);
            var weights = Weights(Product(it, Data.Table("cross-wq").Matrix),
                Product(statement, Data.Table("cross-wk").Matrix));
            var (best, next) = (weights.Row(0).Max(), weights.Row(0).Order().ElementAt(5));
            if (best - next > 2e-4) Assert.Equal(weights[0, word] == best,
                Check.ItMeans(said[word], statement).Outcome == Outcome.Right);
            else if (best - next < 5e-5) Assert.Equal("no word is looked at more than another",
                Check.ItMeans(said[word], statement).Headline);
        }, iter: Ways);
    }
}
