using System.Net;

namespace AttentionKit.Lessons;

/// <summary>The first row of a result that differs from what it must be.</summary>
/// <param name="Row">Its name.</param>
/// <param name="MustBe">The right numbers.</param>
/// <param name="Yours">The learner's.</param>
public sealed record Comparison(string Row, IReadOnlyList<double> MustBe, IReadOnlyList<double> Yours)
{
    private const int MostShown = 12;

    internal string ToHtml() => "<table style=\"margin-top:.5em\">"
        + $"<caption style=\"text-align:left;white-space:nowrap\">{WebUtility.HtmlEncode(Row)}</caption>"
        + $"{Line("must be", MustBe)}{Line("yours", Yours)}</table>";

    /// <inheritdoc/>
    public override string ToString() => $"{Row}\n  must be  {Text(MustBe)}\n  yours    {Text(Yours)}";

    private static string Line(string name, IReadOnlyList<double> numbers) =>
        $"<tr><th scope=\"row\">{name}</th>{string.Concat(Short(numbers).Select(number => $"<td>{number}</td>"))}</tr>";

    private static string Text(IReadOnlyList<double> numbers) => string.Join("  ", Short(numbers));

    private static IEnumerable<string> Short(IReadOnlyList<double> numbers) =>
        [.. numbers.Take(MostShown).Select(Shown.Number), .. numbers.Count > MostShown ? new[] { "…" } : []];
}
