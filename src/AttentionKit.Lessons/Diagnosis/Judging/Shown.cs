using System.Globalization;

namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>Inputs and numbers as a learner reads them.</summary>
internal static class Shown
{
    private const int MostNumbers = 16;

    internal static string Matrix(string name, Numbers matrix) => matrix.RowCount * matrix.ColumnCount <= MostNumbers
        ? $"{name} = [{string.Join("; ", matrix.EnumerateRows().Select(row => string.Join(" ", row.Select(Number))))}]"
        : $"{name} is {matrix.RowCount}×{matrix.ColumnCount}";

    internal static string Number(double number) => double.IsInfinity(number) ? number > 0 ? "∞" : "−∞"
        : number.ToString(double.IsInteger(number) || Math.Abs(number) >= 10_000 ? "0" : "0.0000",
            CultureInfo.InvariantCulture);
}
