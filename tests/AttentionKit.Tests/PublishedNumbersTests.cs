namespace AttentionKit.Tests;

/// <summary>Numbers that others published, to their four decimals.</summary>
public class PublishedNumbersTests
{
    // S. Raschka, "Build a Large Language Model (From Scratch)", ch. 3: "Your journey starts with one step".
    internal static readonly Matrix<float> Journey = Rows.Of(
        [.43f, .15f, .89f], [.55f, .87f, .66f], [.57f, .85f, .64f], [.22f, .58f, .33f], [.77f, .25f, .10f],
            [.05f, .80f, .55f]);

    private static Matrix<float> Second(Matrix<float> matrix) => matrix.SubMatrix(1, 1, 0, matrix.ColumnCount);

    [Fact]
    public void Raschka_WithoutWeights()
    {
        var steps = Attention.Steps(Journey, Journey, Journey, scale: 1);
        Expect.Close(
            Rows.Of([.9544f, 1.4950f, 1.4754f, .8434f, .7070f, 1.0865f]), Second(steps.Scores), Expect.FourDecimals);
        Expect.Close(
            Rows.Of([.1385f, .2379f, .2333f, .1240f, .1082f, .1581f]), Second(steps.Weights), Expect.FourDecimals);
        Expect.Close(Rows.Of([.4419f, .6515f, .5683f]), Second(steps.Output), Expect.FourDecimals);
    }

    [Fact]
    public void Raschka_WithTwoDimensions()
    {
        var wq = Rows.Of([.29611194f, .51656228f], [.25167072f, .68855679f], [.07397246f, .86652195f]);
        var wk = Rows.Of([.13657987f, .10247904f], [.18405646f, .72644675f], [.31525391f, .68710667f]);
        var wv = Rows.Of([.07563531f, .19663817f], [.31641197f, .40174013f], [.11856830f, .82739538f]);
        Matrix<float> queries = Projection.Apply(
            Journey, wq), keys = Projection.Apply(Journey, wk), values = Projection.Apply(Journey, wv);
        var steps = Attention.Steps(queries, keys, values);

        Expect.Close(Rows.Of([.4306f, 1.4551f]), Second(queries), Expect.FourDecimals);
        Expect.Close(Rows.Of([1.2705f, 1.8524f, 1.8111f, 1.0795f, .5577f, 1.5440f]),
            Second(Attention.Scores(queries, keys, scale: 1)), Expect.FourDecimals);
        Expect.Close(
            Rows.Of([.1500f, .2264f, .2199f, .1311f, .0906f, .1820f]), Second(steps.Weights), Expect.FourDecimals);
        Expect.Close(
            Rows.Of([.2996f, .8053f], [.3061f, .8210f], [.3058f, .8203f], [.2948f, .7939f], [.2927f, .7891f],
                [.2990f, .8040f]),
            steps.Output, Expect.FourDecimals);
    }

    [Fact]
    public void Raschka_StoredAsALinearLayerDoes()
    {
        var (queries, keys, values) = FromLinear();
        Expect.Close(
            Rows.Of([-.0739f, .0713f], [-.0748f, .0703f], [-.0749f, .0702f], [-.0760f, .0685f], [-.0763f, .0679f],
                [-.0754f, .0693f]),
            Attention.Apply(queries, keys, values), Expect.FourDecimals);
    }

    [Fact]
    public void Raschka_CausalWeights()
    {
        var (queries, keys, values) = FromLinear();
        Expect.Close(
            Rows.Of(
                [1, 0, 0, 0, 0, 0],
                [.5517f, .4483f, 0, 0, 0, 0],
                [.3800f, .3097f, .3103f, 0, 0, 0],
                [.2758f, .2460f, .2462f, .2319f, 0, 0],
                [.2175f, .1983f, .1984f, .1888f, .1971f, 0],
                [.1935f, .1663f, .1666f, .1542f, .1666f, .1529f]),
            Attention.Steps(queries, keys, values, Mask.Causal(6)).Weights, Expect.FourDecimals);
    }

    [Fact]
    public void Raschka_TwoHeadsOfSizeOne()
    {
        var parameters = MultiHeadParameters.FromLinear(
            wq: Rows.Of([-.23542964f, .01912448f, -.28674594f], [.21772662f, -.49193421f, .42322308f]),
            wk: Rows.Of([-.41964141f, -.45901766f, -.36482018f], [.26147819f, -.21332639f, .21605217f]),
            wv: Rows.Of([-.49001414f, -.35029206f, -.21198919f], [-.11346072f, -.44043937f, .37804362f]),
            wo: Rows.Of([-.16675779f, .22697258f], [.50002599f, .13173823f]),
            nHeads: 2,
            bo: Vector<float>.Build.Dense([.19335887f, .68254095f]));
        Expect.Close(
            Rows.Of([.3190f, .4858f], [.2943f, .3897f], [.2856f, .3593f], [.2693f, .3873f], [.2639f, .3928f],
                [.2575f, .4028f]),
            MultiHead.Apply(Journey, parameters, Mask.Causal(6)), Expect.FourDecimals);
    }

    [Fact]
    public void Alammar_ScalingByTheRootOf64()
    {
        // One query of 64 numbers whose dot products are 112 and 96.
        var query = Matrix<float>.Build.Dense(1, 64, 1);
        var keys = Matrix<float>.Build.Dense(2, 64, (key, d) => d == 0 ? 112 - 16 * key : 0);
        Expect.Same(Rows.Of([112, 96]), Attention.Scores(query, keys, scale: 1));
        Expect.Same(Rows.Of([14, 12]), Attention.Scores(query, keys));
        Expect.Close(Rows.Of([.8808f, .1192f]), Attention.Steps(query, keys, keys).Weights, Expect.FourDecimals);
        // Eight decimals are published here, and float keeps 1 − 1.1e-7 to half of 6e-8.
        Expect.Close(Rows.Of([.99999989f, .00000011f]), Attention.Steps(query, keys, keys, scale: 1).Weights, 6e-8f);
    }

    private static (Matrix<float> Queries, Matrix<float> Keys, Matrix<float> Values) FromLinear()
    {
        var wq = Rows.Of([.31605908f, .45680857f, .51183486f], [-.16828540f, -.33787704f, -.09177387f]);
        var wk = Rows.Of([.40580583f, -.47042054f, .23680520f], [.21336074f, -.26005065f, -.51054299f]);
        var wv = Rows.Of([.25256988f, -.14147827f, -.19618134f], [.51910740f, -.08516758f, -.20432705f]);
        return (
            Projection.Apply(Journey, Projection.FromLinear(wq)),
            Projection.Apply(Journey, Projection.FromLinear(wk)),
            Projection.Apply(Journey, Projection.FromLinear(wv)));
    }
}
