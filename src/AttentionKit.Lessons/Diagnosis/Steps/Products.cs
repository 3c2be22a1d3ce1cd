namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>Matrix products by loops, and how loops go wrong.</summary>
internal static class Products
{
    private const string Limits = "Compare the limits of your loops with RowCount and ColumnCount.";

    /// <summary>a · b, summed over c: entry [i, j] is Σ a[i, c] · b[c, j].</summary>
    internal static Step<(Numbers A, Numbers B), Numbers> Sum => new(Product,
        new("the products are not summed", "Each of your entries is one product, that of the last term: it replaced "
            + "the ones before. Add them up, with +=.",
            p => Product(Terms(p, p.A.ColumnCount - 1, 1))),
        new("the last term is left out", $"Your sum ends one term too early. {Limits}",
            p => Product(Terms(p, 0, p.A.ColumnCount - 1))),
        new("the first term is left out", $"Your sum starts at its second term: counting starts at 0. {Limits}",
            p => Product(Terms(p, 1, p.A.ColumnCount - 1))),
        new("an average, not a sum", "You divided the sum by the number of its terms. A dot product is the sum "
            + "itself.", p => Product(p) / p.A.ColumnCount));

    /// <summary>The finished result, and what loops leave undone in it.</summary>
    internal static Step<Numbers, Numbers> Filled => new(m => m,
        new("the last row is left out", $"Your last row is still 0. {Limits}", m => Without(m, m.RowCount - 1, -1)),
        new("the last column is left out", $"Your last column is still 0. {Limits}",
            m => Without(m, -1, m.ColumnCount - 1)),
        new("the first row is left out", "Your first row is still 0: rows are counted from 0.", m => Without(m, 0, -1)),
        new("the first column is left out", "Your first column is still 0: columns are counted from 0.",
            m => Without(m, -1, 0)));

    /// <summary>Weights that a Linear layer stored as (dOut × dIn), turned round.</summary>
    internal static Step<T, T> Stored<T>(Func<T, Numbers> weights, Func<T, Numbers, T> with) =>
        new(a => with(a, weights(a).Transpose()),
        new("Linear weights, stored (dOut × dIn), are used as (dIn × dOut)",
            "You multiplied by the weights as they are stored. Where they are square that fits and is silently wrong; "
                + "else it does not even fit. Transpose them first.", a => a),
        new("reshaped in place of transposed",
            "You cut the stored numbers into rows again, in reading order. The shape fits, but the numbers have "
                + "changed places: transpose instead, so that entry [i, j] goes to [j, i].",
            a => with(a, Reshaped(weights(a), weights(a).ColumnCount, weights(a).RowCount))));

    internal static Numbers Reshaped(Numbers m, int rows, int columns) =>
        Numbers.Build.DenseOfRowMajor(rows, columns, m.ToRowMajorArray());

    /// <summary>By loops, so that what is −∞ or NaN stays in its row.</summary>
    internal static Numbers Product((Numbers A, Numbers B) p)
    {
        var (a, b) = p;
        if (a.ColumnCount != b.RowCount) throw new ArgumentException(
            $"the matrices must fit: {a.RowCount}×{a.ColumnCount} and {b.RowCount}×{b.ColumnCount} do not.");
        return a * b;
    }

    private static (Numbers A, Numbers B) Terms((Numbers A, Numbers B) p, int from, int count) =>
        p.A.ColumnCount != p.B.RowCount
        ? p
        : (p.A.SubMatrix(0, p.A.RowCount, from, count), p.B.SubMatrix(from, count, 0, p.B.ColumnCount));

    private static Numbers Without(Numbers m, int row, int column) =>
        m.MapIndexed((i, j, x) => i == row || j == column ? 0 : x, Zeros.Include);
}
