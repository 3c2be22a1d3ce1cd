namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: which key and value head a query head reads, in grouped attention.</summary>
    /// <param name="keyHead">Takes the query head, nHeads and nKvHeads, gives the key head; null while
    /// unfilled.</param>
    public static Verdict KeyHead(Func<int, int, int, int?> keyHead) =>
        Sharing.Judge(keyHead, (answer, n, _) =>
        {
            var read = Given.All(Enumerable.Range(0, n.NHeads).Select(h => answer(h, n.NHeads, n.NKvHeads)));
            return Given.Row(read?.Select(head => (float)head).ToArray());
        });

    private const string AllReadOne = "all read the same key head";
    private const string ThatIsMultiQuery = "That is multi-query, with one key head. Here there are more.";

    private static Exercise<(int NHeads, int NKvHeads)> Sharing => new(
        "who shares with whom",
        "Fill in KeyHead: the key head that query head h reads.",
        "nHeads / nKvHeads neighbours share one key head: divide h by that, and drop what is left over.",
        "Each key head serves nHeads / nKvHeads query heads in a row.",
        (8, 2),
        Pipeline<(int, int), Numbers>.Of(new(Reads((h, n, kv) => h / (n / kv)),
            new("key heads are dealt out in turn", "You deal the key heads out like cards, h modulo nKvHeads. "
                + "Neighbours share: h falls into a group of nHeads / nKvHeads.", Reads((h, _, kv) => h % kv)),
            new("divided by the number of groups", "You divided by nKvHeads. Divide by the size of a group, nHeads / "
                + "nKvHeads.", Reads((h, _, kv) => h / kv)),
            new("the place in the group, not the group", "You took what is left over, h modulo the size of a group: "
                + "the place in it. The group itself is the quotient.", Reads((h, n, kv) => h % (n / kv))),
            new("nothing is shared", "Each of your query heads reads a key head of its own number. There are fewer key "
                + "heads than query heads.", Reads((h, _, _) => h)),
            new(AllReadOne, ThatIsMultiQuery, Reads((_, _, _) => 0)),
            new(AllReadOne, ThatIsMultiQuery, Reads((_, _, _) => 1))))
            .Then(new Step<Numbers, Numbers>(read => read,
                new Form<Numbers, Numbers>("counted from 1",
                    "Your first group reads key head 1. Heads are counted from 0.", read => read + 1))))
    {
        Close = new(0),
        Draw = (random, _) => { var kv = random.Next(1, 5); return (kv * random.Next(1, 7), kv); },
        Shown = n => $"{n.NHeads} query heads over {n.NKvHeads} key heads",
        Row = (_, _) => "read by query head 0, 1, 2 …",
        Figure = read =>
            Heatmap.Values(read, ["reads key head"], [.. Enumerable.Range(0, 8).Select(h => $"query head {h}")],
            "8 query heads over 2 key heads"),
    };

    private static Func<(int NHeads, int NKvHeads), Numbers> Reads(Func<int, int, int, int> of) => n =>
        Numbers.Build.Dense(1, n.NHeads, (_, h) => of(h, n.NHeads, n.NKvHeads));
}
