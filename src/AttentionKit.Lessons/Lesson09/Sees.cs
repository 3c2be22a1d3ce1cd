namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: whom a query sees with a sliding window and sinks.</summary>
    /// <param name="sees">Takes query, key, window and nSinks; null while unfilled.</param>
    public static Verdict Sees(Func<int, int, int, int, bool?> sees) =>
        Windowing.Judge(sees, (answer, w, _) =>
        {
            var seen = Given.All(Enumerable.Range(0, w.N * w.N)
                .Select(at => answer(at / w.N, at % w.N, w.Width, w.NSinks)));
            return seen is null ? null : Ones(w.N, w.N, (i, j) => seen[(i * w.N) + j]).ToSingle();
        });

    /// <param name="N">Tokens.</param>
    /// <param name="Width">Tokens in the window, the query itself counted.</param>
    /// <param name="NSinks">Tokens that stay in sight.</param>
    private sealed record Window(int N, int Width, int NSinks)
    {
        internal Func<int, int, bool> Near { get; init; } = (_, _) => false;

        internal Func<int, bool> Sink { get; init; } = _ => false;
    }

    private static Exercise<Window> Windowing => new(
        "a window and sinks",
        "Fill in Sees: may this query look at this key?",
        "Never the future; of the past, the window's tokens (j > i − window: the query itself is counted), and the "
            + "first nSinks.",
        "A band along the diagonal, and the first columns: the cache never grows beyond window + nSinks tokens.",
        new Window(12, 4, 2),
        Pipeline<Window, Window>.Of(new(w => w with { Near = (i, j) => j > i - w.Width },
            new("one token too many in the window", "Your window holds one token more, itself counted. It must be j > "
                + "i − window.", w => w with { Near = (i, j) => j >= i - w.Width }),
            new("one token too few in the window", "Your window holds one token less, itself counted. It must be j > i "
                + "− window.", w => w with { Near = (i, j) => j > i - w.Width + 1 }),
            new("the window is out of sight",
                "Your queries see sinks only. The last tokens are in sight as well: window or sink.", w => w),
            new("the window hides nothing", "That is the causal mask: your query sees its whole past.",
                w => w with { Near = (_, _) => true })))
            .Then(new Step<Window, Window>(w => w with { Sink = j => j < w.NSinks },
                new("the sinks are out of sight", "The first nSinks tokens stay in sight, however old.", w => w),
                new("one sink too many", "Your query sees key nSinks as a sink. The keys below nSinks are sinks: j < "
                    + "nSinks.", w => w with { Sink = j => j <= w.NSinks }),
                new("one sink too few", "Your last sink is out of sight. The keys below nSinks are sinks: j < "
                    + "nSinks.", w => w with { Sink = j => j < w.NSinks - 1 })))
            .Then(new Step<Window, Numbers>(w => Seen(w, (i, j) => j <= i && (w.Near(i, j) || w.Sink(j))),
                new("the future is in sight", "Your query 0 sees the last key. A window looks back: j ≤ i holds in it "
                    + "too.", w => Seen(w, (i, j) => w.Near(i, j) || w.Sink(j))),
                new("the window looks ahead, too", "Your window reaches as far ahead as back, |i − j| < window. It "
                    + "looks back only: j ≤ i holds in it too.",
                    w => Seen(w, (i, j) => Math.Abs(i - j) < w.Width || w.Sink(j))),
                new("everything is in sight", "Your answer is always true. The future is hidden, and so is what is "
                    + "older than the window and no sink.", w => Seen(w, (_, _) => true)),
                new("a sink of the future is in sight", "Your query 0 sees a sink that comes later. A sink is visible "
                    + "once it is past: j ≤ i holds for sinks too.",
                    w => Seen(w, (i, j) => (j <= i && w.Near(i, j)) || w.Sink(j))),
                new("window and sinks at once", "Your keys must be in the window and sinks at once. One of the two is "
                    + "enough: window or sink.", w => Seen(w, (i, j) => j <= i && w.Near(i, j) && w.Sink(j)))))
            .Then(new Step<Numbers, Numbers>(m => m,
                new("queries and keys are swapped",
                    "Your rows are keys. Rows are queries, and a query sees what is before it.", m => m.Transpose()),
                new("the mask is inverted", "You hid what must be seen, and the other way round. true: may look.",
                    m => m.Map(x => 1 - x, Zeros.Include)),
                new("nothing is in sight", "Your answer is always false: true says who may look.", m => m * 0))))
    {
        Close = new(0),
        Draw = (random, n) => new Window(random.Next(8, 13), random.Next(2, 5), n % 6 == 5 ? 0 : random.Next(2, 4)),
        Shown = w => $"{w.N} tokens, window = {w.Width}, nSinks = {w.NSinks}",
        Row = (_, row) => $"query {row} {TrueIsOne}",
        Figure = seen =>
            Heatmap.Weights(Softmax.Rows(Seen(seen)
            .Apply(Matrix<float>.Build.Dense(12, 12))), [.. Enumerable.Range(0, 12).Select(i => $"{i}")],
            title: "who sees whom, by your rule: window 4, 2 sinks", mask: Seen(seen)),
    };

    private static Numbers Seen(Window w, Func<int, int, bool> sees) => Ones(w.N, w.N, sees);
}
