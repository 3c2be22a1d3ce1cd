namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: project every token by loops, output[i, j] = Σ x[i, c] · w[c, j].</summary>
    /// <param name="project">Takes x [nTokens × dIn] and w [dIn × dOut], gives [nTokens × dOut]; null while
    /// unfilled.</param>
    public static Verdict Project(Func<Matrix<float>, Matrix<float>, Matrix<float>?> project) =>
        Projecting.Judge(project, (answer, d, lent) => answer(lent.Copy(d.X), lent.Copy(d.Wq)));

    private static Exercise<Desk> Projecting => new Exercise<Desk>(
        "project every token",
        "Fill in Project: every token of x, projected by w.",
        "For every token i and every column j of w, sum x[i, c] · w[c, j] over c.",
        "Every entry is one dot product: a row of x with a column of w.",
        new Desk { X = Drawn.Table("cat-embeddings"), Wq = Drawn.Table("cat-wq") },
        Pipeline<Desk, (Numbers, Numbers)>.Of(new(d => (d.X, d.Wq),
            new("w is used transposed", "Your sum runs along the rows of w, w[j, c]. A Linear layer stores its weights "
                + "so, (dOut × dIn); here w is (dIn × dOut), hence w[c, j]. A square w hides the mistake: the shape "
                + "fits and only the numbers are wrong.",
                d => (d.X, d.Wq.Transpose())),
            new("the operands are swapped", "You computed w · x. A token is a row, so x stands on the left: x · w.",
                d => (d.Wq, d.X))))
            .Then(Products.Sum).Then(Products.Filled))
    {
        Draw = (random, n) =>
        {
            var dIn = random.Next(3, 6);
            return new Desk
            {
                X = Drawn.Matrix(random, n % 2 == 0 ? dIn : random.Next(1, 6), dIn),
                Wq = Drawn.Matrix(random, dIn, n % 3 == 0 ? random.Next(2, 5) : dIn)
            };
        },
        Shown = d => $"{Shown.Matrix("x", d.X)}, {Shown.Matrix("w", d.Wq)}",
        Figure = queries =>
            Heatmap.Values(queries, Data.Table("cat-embeddings").RowNames, Data.Table("cat-wq").ColumnNames,
            "Q, projected by your loops"),
    }
    .Uses("x", (d, random) => d with { X = Drawn.Like(d.X, random) })
    .Uses("w", (d, random) => d with { Wq = Drawn.Like(d.Wq, random) });
}
