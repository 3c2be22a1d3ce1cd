using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

public class CrossAttentionTests
{
    private const float Hidden = float.NegativeInfinity;

    [Fact]
    public void Cross_KnowsItsMistakes()
    {
        const string Confused = "self- and cross-attention are confused", Torn = "keys and values come from different sources";
        Verdict Judge(Func<Matrix<float>, Matrix<float>, Matrix<float>> queries, Func<Matrix<float>, Matrix<float>, Matrix<float>> keys, Func<Matrix<float>, Matrix<float>, Matrix<float>> values, double? divisor = null) =>
            Check.Cross((x, s, wq, wk, wv) => Attend(Product(queries(x, s), wq), Product(keys(x, s), wk), Product(values(x, s), wv), divisor));
        Matrix<float> Asking(Matrix<float> x, Matrix<float> s) => x;
        Matrix<float> Source(Matrix<float> x, Matrix<float> s) => s;
        Open(Check.Cross((_, _, _, _, _) => null));
        Right(Judge(Asking, Source, Source));
        Wrong(Judge(Asking, Asking, Asking), Confused, "5×5, a square", "component 0.11, and it must be 0.75");
        Wrong(Judge(Source, Source, Source), Confused, "Your output has 7 rows", "nobody asked");
        Wrong(Judge(Source, Asking, Asking), "asking and source are swapped", "Your output has 7 rows");
        Wrong(Judge(Asking, Source, Asking), Torn, "values from asking");
        Wrong(Judge(Asking, Asking, Source), Torn, "Keys come from asking");
        Wrong(Check.Cross((x, s, wq, wk, wv) => Attention.Apply(x * wq, s * wk, s * wv, scale: 1)), "no scaling", "√3");
        Wrong(Judge(Asking, Source, Source, 3), "divided by √dModel, not by √dHead", "√9");
        Wrong(Check.Cross((x, s, wq, wk, _) => Attend(x * wq, s * wk, s * wk)), "keys are mixed in place of values");
        Wrong(Check.Cross((x, s, wq, wk, wv) => wq), "another shape", "Your result is 9×3; it must be 5×3.");
        Wrong(Check.Cross((x, s, wq, wk, wv) => x * wv), "not yet");
        Wrong(Check.Cross((x, s, wq, wk, wv) => Attention.Apply(x, s * wk, s * wv)), "your code stopped before it had a result", "queries and keys must share dHead");
    }

    [Fact]
    public void Cross_ExplainsWhyKeysAndValuesDoNotFit_WhenOnlyTheLengthsTell() =>
        Wrong(Check.Cross((x, s, wq, wk, wv) => x.RowCount == s.RowCount ? Attention.Apply(x * wq, s * wk, s * wv) : Attention.Apply(x * wq, s * wk, x * wv)),
            "your code stopped before it had a result", "keys and values must have the same tokens");

    [Fact]
    public void Cross_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Bool, Gen.Float[0, 1]).Sample((seed, inDouble, share) =>
    {
        Matrix<float> P(Matrix<float> x, Matrix<float> w) => ProductInOrder(x, w, seed, inDouble);
        Right(Check.Cross((x, s, wq, wk, wv) => AttendInOrder(P(x, wq), P(s, wk), P(s, wv), seed, inDouble, share)));
    }, iter: Ways);

    [Fact]
    public void PaddingBias_KnowsItsMistakes()
    {
        Verdict Judge(Func<int, int, int, bool> canAttend, float yes = 0, float no = Hidden) =>
            Check.PaddingBias((nQueries, nKeys, length) => Fill(nQueries, nKeys, (i, j) => canAttend(i, j, length) ? yes : no));
        Open(Check.PaddingBias((_, _, _) => null));
        Right(Judge((_, key, length) => key < length));
        Wrong(Check.PaddingBias((nQueries, nKeys, length) => Fill(nKeys, nQueries, (i, _) => i < length ? 0 : Hidden)), "mask shape transposed", "Yours is 7×5, and the scores are 5×7");
        Wrong(Judge((query, _, length) => query < length), "padding masks queries, not keys", "rows from 4 on");
        Wrong(Judge((_, key, length) => key >= length), "mask inverted");
        Wrong(Judge((_, _, _) => true), "nothing is hidden", "3 filled-up keys");
        Wrong(Judge((_, key, length) => key < length, 1, 0), "mask with 0 in place of −∞", "exp(0) = 1");
        Wrong(Judge((query, key, length) => key <= query && key < length), "a causal mask", "the future");
        Wrong(Judge((_, key, length) => key <= length), "one key too many is in sight", "column 4");
        Wrong(Judge((_, key, length) => key < length, 0, -1e9f), "not yet", "[0, 4]");
        Wrong(Check.PaddingBias((_, nKeys, _) => Fill(1, nKeys, (_, _) => 0)), "another shape", "Your result is 1×7; it must be 5×7.");
        Wrong(Check.PaddingBias((nQueries, nKeys, length) => { var b = Fill(nQueries, nKeys, (_, _) => 0); b[nQueries, nKeys] = 1; return b; }), "your code stopped before it had a result", "not there");
    }

    [Fact]
    public void PaddingBias_NeverAccusesTheRight() => Gen.Select(Gen.Int, Gen.Int[0, 2]).Sample((seed, way) => Right(Check.PaddingBias((nQueries, nKeys, length) =>
    {
        var mask = Mask.Padding(nQueries, nKeys, length);
        var bias = Fill(nQueries, nKeys, (i, j) => way switch { 0 => mask.Bias(i, j), 1 => mask.CanAttend(i, j) ? 0 : Math.Log(0), _ => 0 });
        foreach (var key in Shuffled(nKeys, seed)) // in any order, column by column
            if (key >= length) bias.SetColumn(key, Fill(nQueries, 1, (_, _) => Hidden).Column(0));
        return bias;
    })), iter: Ways);

    [Fact]
    public void CrossShapes_KnowsItsMistakes()
    {
        (int, int)[] right = [(64, 16), (48, 16), (48, 8), (12, 20), (12, 8)];
        Verdict With(int at, int rows, int columns) => Check.CrossShapes([.. right.Select((shape, i) => i == at ? (rows, columns) : shape)]);
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
        var steps = Attention.Steps(m.Dense(12, 64) * m.Dense(64, 16), m.Dense(20, 48) * m.Dense(48, 16), m.Dense(20, 48) * m.Dense(48, 8));
        (int, int) Of(Matrix<float> matrix) => (matrix.RowCount, matrix.ColumnCount);
        RightInWords(Check.CrossShapes([(64, 16), (48, 16), (48, 8), Of(steps.Weights), Of(steps.Output)]));
    }

    [Fact]
    public void ItMeans_SaysWhereItLooks()
    {
        var statement = Data.Table("statement-embeddings").Matrix;
        Open(Check.ItMeans("update", null));
        Wrong(Check.ItMeans("update", statement), "\"it\" still looks most at \"integration\"", "0.63 there and 0.20 on \"update\"");
        Wrong(Check.ItMeans("update", statement.Transpose()), "another shape", "Your statement is 9×7; it must be 7×9");
        Wrong(Check.ItMeans("update", statement * float.NaN), "not a number");
        statement[6, 1] = 1.1f;
        Right(Check.ItMeans("update", statement));
        Assert.Contains("with 1 changed number.", Check.ItMeans("update", statement).Explanation);
        Assert.StartsWith("the word must be one of The, integration, ", Assert.Throws<ArgumentException>(() => Check.ItMeans("cat", statement)).Message);
    }

    [Fact]
    public void ItMeans_AgreesWithTheWeights()
    {
        var (said, _, original) = Data.Table("statement-embeddings");
        var it = Data.Table("question-embeddings").Matrix.SubMatrix(4, 1, 0, 9);
        Gen.Select(Gen.Float[-1, 1].Array[63], Gen.Int[0, 6]).Sample((changes, word) =>
        {
            var statement = Fill(7, 9, (i, c) => original[i, c] + changes[(i * 9) + c]);
            var weights = Weights(Product(it, Data.Table("cross-wq").Matrix), Product(statement, Data.Table("cross-wk").Matrix));
            Assert.Equal(Enumerable.Range(0, 7).MaxBy(j => weights[0, j]) == word, Check.ItMeans(said[word], statement).Outcome == Outcome.Right);
        }, iter: Ways);
    }
}
