namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the output of a layer from its joined heads, with a stored Wo and its bias.</summary>
    /// <param name="join">Takes concat [nTokens × dIn], Wo as (dOut × dIn) and the bias [dOut], gives [nTokens × dOut];
    /// null while unfilled.</param>
    public static Verdict Join(Func<Matrix<float>, Matrix<float>, Vector<float>, Matrix<float>?> join) =>
        Joining.Judge(join, (answer, a, lent) =>
            answer(lent.Copy(a.Concat), lent.Copy(a.Wo), lent.Copy(a.Bias).Row(0)));

    /// <param name="Concat">[nTokens × dIn]</param>
    /// <param name="Wo">[dOut × dIn] as stored; [dIn × dOut] once it is turned round.</param>
    /// <param name="Bias">[1 × dOut]</param>
    private sealed record LastStep(Numbers Concat, Numbers Wo, Numbers Bias)
    {
        internal bool IsBiasFirst { get; init; }

        /// <summary>Concat · Wo, with a multiple of the bias added to its rows; or to those of concat,
        /// before.</summary>
        internal Numbers Output(double times, Func<int, bool>? row = null) => IsBiasFirst
            ? Products.Product((Added(Concat, times, row), Wo))
            : Added(Products.Product((Concat, Wo)), times, row);

        private Numbers Added(Numbers to, double times, Func<int, bool>? row) =>
            to.MapIndexed((i, j, x) => x + (row?.Invoke(i) ?? true ? times * Bias[0, j] : 0), Zeros.Include);
    }

    private static Exercise<LastStep> Joining => new Exercise<LastStep>(
        "Wo and its bias",
        "Fill in Join: the output of a layer, from concat, a stored Wo and its bias.",
        "Turn the stored Wo round, multiply concat by it, and add the bias to every row.",
        "These are the published outputs: the last row is 0.2575, 0.4028.",
        Published,
        Pipeline<LastStep, LastStep>.Of(Products.Stored<LastStep>(a => a.Wo, (a, wo) => a with { Wo = wo }))
            .Then(new Step<LastStep, Numbers>(a => a.Output(1),
                new("the bias is missing", "Your rows are concat · Wo, and nothing more. The bias is added to each of "
                    + "them.", a => a.Output(0)),
                new("the bias is subtracted", "You took the bias away: it is added.", a => a.Output(-1)),
                new("the bias is added before Wo", "You added the bias to concat, and Wo has mixed it. It has one "
                    + "number for each output column: add it last.", a => (a with { IsBiasFirst = true }).Output(1)),
                new("the bias is added twice", "Your rows hold the bias two times.", a => a.Output(2)),
                new("the bias is added to the first row only",
                    "Only your row 0 has the bias. Every token's row gets it.", a => a.Output(1, row => row == 0))))
            .Then(Products.Filled))
    {
        Draw = (random, n) =>
        {
            var dIn = random.Next(2, 5);
            var dOut = n % 3 == 0 ? random.Next(2, 6) : dIn;
            return new LastStep(Drawn.Matrix(random, random.Next(2, 5), dIn), Drawn.Matrix(random, dOut, dIn),
                Drawn.Matrix(random, 1, dOut));
        },
        Shown = a => $"{Shown.Matrix("concat", a.Concat)}, {Shown.Matrix("storedWo", a.Wo)}, "
            + $"{Shown.Matrix("bias", a.Bias)}",
        Figure = output =>
            Heatmap.Values(output, Data.Table("journey-embeddings").RowNames,
            title: "output of the published layer, by your code"),
    }
    .Uses("concat", (a, random) => a with { Concat = Drawn.Like(a.Concat, random) })
    .Uses("storedWo", (a, random) => a with { Wo = Drawn.Like(a.Wo, random) })
    .Uses("bias", (a, random) => a with { Bias = Drawn.Like(a.Bias, random) });

    private static LastStep Published
    {
        get
        {
            static Matrix<float> Stored(string name) => Data.Table($"journey-heads-{name}").Matrix;
            var layer = MultiHeadParameters.FromLinear(Stored("wq"), Stored("wk"), Stored("wv"), Stored("wo"),
                nHeads: 2);
            var concat = MultiHead.Steps(Data.Table("journey-embeddings").Matrix, layer, Mask.Causal(6)).Concatenated;
            return new LastStep(concat.ToDouble(), Drawn.Table("journey-heads-wo"), Drawn.Table("journey-heads-bo"));
        }
    }
}
