using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Learner;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <summary>The exercises of the lessons on models: who is right is never accused, and open questions say what is
/// wrong.</summary>
public class ModelLessonTests
{
    private static readonly Gen<(int Seed, bool InDouble)> s_way = Gen.Select(Gen.Int, Gen.Bool);

    [Fact]
    public void ValuesGradient_NeverAccusesTheRight() => s_way.Sample(way => Right(Check.ValuesGradient((w, g) =>
        ProductInOrder(w.Transpose(), g, way.Seed, way.InDouble))), iter: Ways);

    [Fact]
    public void ScoresGradient_NeverAccusesTheRight() => s_way.Sample(way => Right(Check.ScoresGradient((w, g) =>
    {
        var sums = Fill(w.RowCount, 1, (i, _) => ProductInOrder(w.Row(i).ToRowMatrix(), g.Row(i).ToColumnMatrix(),
            way.Seed, way.InDouble)[0, 0]);
        return w.MapIndexed((i, j, weight) => way.InDouble ? (weight * g[i, j]) - (weight * sums[i, 0])
            : weight * (g[i, j] - sums[i, 0]));
    })), iter: Ways);

    [Fact]
    public void Rollout_NeverAccusesTheRight() => s_way.Sample(way => Right(Check.Rollout((w, before) =>
        (ProductInOrder(w, before, way.Seed, way.InDouble) + before) / 2)), iter: Ways);

    [Fact]
    public void PreviousTokenHead_SaysWhatAHeadDoes()
    {
        Open(Check.PreviousTokenHead(null));
        Right(Check.PreviousTokenHead((2, 0)));
        Wrong(Check.PreviousTokenHead((1, 0)), "a sink", "on the start");
        Wrong(Check.PreviousTokenHead((0, 0)), "it looks elsewhere");
        Wrong(Check.PreviousTokenHead((3, 0)), "no such head", "Layers go from 0 to 2");
        Wrong(Check.PreviousTokenHead((0, -1)), "no such head");
    }

    [Fact]
    public void SameOutput_SaysWhatIsWrong()
    {
        Open(Check.SameOutput(null));
        Right(Check.SameOutput([.1574f, .4830f, 0, .3596f, 0, 0]));
        Right(Check.SameOutput([.1643f, .0880f, 0, 0, 0, .7476f]));
        Wrong(Check.SameOutput([1]), "one weight per token");
        Wrong(Check.SameOutput([.5f, .5f, .5f, 0, 0, 0]), "no row of weights", "1.500");
        Wrong(Check.SameOutput([2, -1, 0, 0, 0, 0]), "no row of weights");
        Wrong(Check.SameOutput([1, 0, 0, 0, 0, 0]), "another output");
        Wrong(Check.SameOutput([.1500f, .2264f, .2199f, .1311f, .0906f, .1820f]), "nearly its own weights");
    }
}
