namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>From queries and keys to scaled scores.</summary>
internal static class Scoring
{
    private const string RowsAsk = "Rows ask, columns answer: entry [i, j] is query i with key j, Q·Kᵀ. Wq and Wk "
        + "differ, so the other way round is another number.";

    /// <summary>Which two matrices are matched: (queries, keysᵀ).</summary>
    internal static Step<Desk, (Numbers A, Numbers B)> Operands =>
        new(d => (d.Queries, d.Keys.Transpose()), [.. Wrong<(Numbers, Numbers)>((q, k) => (q, k.Transpose()))]);

    /// <summary>The same, with the dot products: unscaled scores.</summary>
    internal static Step<Desk, Desk> Matched => new(d => Scored(d, d.Queries, d.Keys),
        [.. WrongRoles.Select(form =>
            new Form<Desk, Desk>(form.Mistake, d =>
            { var (q, k) = form.Does((d.Queries, d.Keys)); return Scored(d, q, k); }))]);

    /// <summary>scores / √dHead.</summary>
    internal static Step<Desk, Desk> Scaled =>
        new(d => Divided(d, Math.Sqrt(d.Queries.ColumnCount)), Divisors(d => d.Queries.ColumnCount, "dHead"));

    internal static Form<Desk, Desk>[] Divisors(Func<Desk, int> size, string d) =>
    [
        new("no scaling", $"Your scores are plain dot products. They grow with √{d}, and softmax saturates: divide by "
            + $"√{d}.", a => a),
        new("divided by d, not by √d", $"You divided by {d} in all; to divide by √{d} twice is that, too. The "
            + $"variance of a score grows with {d}, so its standard deviation grows with the root: divide by √{d}.",
            a => Divided(a, size(a))),
        new("multiplied by √d, not divided", $"You multiplied by √{d}. Scores that grow with it are brought back by "
            + $"dividing.", a => Divided(a, 1 / Math.Sqrt(size(a)))),
        new("the root is cut to an integer", $"Your divisor is the whole part of √{d}: in C#, (int) cuts the digits "
            + $"after the point. Keep the root as it is.",
            a => Divided(a, (int)Math.Sqrt(size(a)))),
        new("the same divisor for every head", "You divided by √2, which is right for dHead = 2 only. Take the size "
            + "from the queries' columns, not from the example.",
            a => Divided(a, Math.Sqrt(2))),
    ];

    internal static Desk Divided(Desk d, double divisor) => d with { Scores = d.Scores / divisor };

    private static IReadOnlyList<Form<(Numbers Q, Numbers K), (Numbers Q, Numbers K)>> WrongRoles =>
    [
        new("queries and keys are swapped", RowsAsk, p => (p.K, p.Q)),
        new("queries are matched with queries", "Both factors of your products are queries: that tells what two tokens "
            + "ask alike. What a token offers is in its key.", p => (p.Q, p.Q)),
        new("keys are matched with keys", "Both factors of your products are keys: that tells what two tokens offer "
            + "alike. What a token asks is in its query.", p => (p.K, p.K)),
    ];

    private static IEnumerable<Form<Desk, T>> Wrong<T>(Func<Numbers, Numbers, T> of) =>
        WrongRoles.Select(form =>
            new Form<Desk, T>(form.Mistake, d => { var (q, k) = form.Does((d.Queries, d.Keys)); return of(q, k); }));

    private static Desk Scored(Desk d, Numbers q, Numbers k) =>
        d with { Scores = Products.Product((q, k.Transpose())) };
}
