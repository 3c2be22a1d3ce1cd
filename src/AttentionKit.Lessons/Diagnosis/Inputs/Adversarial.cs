namespace AttentionKit.Lessons.Diagnosis.Inputs;

/// <summary>Scores that find what ordinary ones hide.</summary>
internal static class Adversarial
{
    private const double Loud = 1000;

    /// <summary>Scores of one of seven kinds, n by n: ordinary, loud, low, loud in one column, some −∞, first −∞, a row
    /// of nothing.</summary>
    internal static Numbers Scores(Random random, int n, int rows, int columns)
    {
        var scores = Drawn.Matrix(random, rows, columns, 2);
        var (row, column) = (random.Next(rows), random.Next(columns));
        return (n % 7) switch
        {
            1 => scores + Loud,
            2 => scores - Loud,
            3 => Where(scores, (_, j) => j == column, x => x + Loud),
            4 => Where(scores, (i, j) => j == (i + column) % columns && columns > 1, _ => double.NegativeInfinity),
            5 => Where(scores, (i, j) => (i == row && j == 0 && columns > 1) || i == (row + 1) % rows && rows > 2,
                _ => double.NegativeInfinity),
            6 => Where(scores, (i, _) => i == row, x => x - (2 * Loud)),
            _ => scores,
        };
    }

    /// <summary>Queries and keys that add ± 2304 / √dHead to every score of a head: their last column is
    /// loud.</summary>
    internal static (Numbers Queries, Numbers Keys) Louder(Numbers queries, Numbers keys, int nHeads, int sign)
    {
        const double Root = 48;
        Numbers With(Numbers m, double number) =>
            Where(m, (_, c) => (c + 1) % (m.ColumnCount / nHeads) == 0, _ => number);
        return (With(queries, sign * Root), With(keys, Root));
    }

    /// <summary>The scores with other numbers where it says so.</summary>
    internal static Numbers Where(Numbers scores, Func<int, int, bool> at, Func<double, double> other) =>
        scores.MapIndexed((i, j, x) => at(i, j) ? other(x) : x, Zeros.Include);
}
