namespace AttentionKit.Lessons.Diagnosis.Inputs;

/// <summary>Numbers for an input: seeded, short enough to be read, and exact in float.</summary>
internal static class Drawn
{
    internal static Numbers Matrix(Random random, int rows, int columns, double size = 1) =>
        Numbers.Build.Dense(rows, columns, (_, _) => Short(size * ((2 * random.NextDouble()) - 1) * 1.5));

    /// <summary>Other numbers of the same shape.</summary>
    internal static Numbers Like(Numbers matrix, Random random) => Matrix(random, matrix.RowCount, matrix.ColumnCount);

    internal static Numbers Table(string name) => Data.Table(name).Matrix.ToDouble();

    private static double Short(double number) => (float)Math.Round(number, 2);
}
