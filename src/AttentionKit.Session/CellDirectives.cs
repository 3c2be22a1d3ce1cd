using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttentionKit.Session;

/// <summary>The lines of a cell that are for its host, as notebooks of .NET Interactive have them, and not for the
/// compiler.</summary>
/// <param name="Code">The cell with those lines blank: no other line moves.</param>
/// <param name="IsTimed">Whether it has <c>#!time</c>.</param>
/// <param name="Sources">Where packages come from too: <c>#i "nuget: https://…"</c>.</param>
internal sealed partial record CellDirectives(string Code, bool IsTimed, IReadOnlyList<string> Sources)
{
    private static readonly Dictionary<string, string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fsharp"] = "F#",
        ["f#"] = "F#",
        ["pwsh"] = "PowerShell",
        ["powershell"] = "PowerShell",
        ["python"] = "Python",
        ["ipython"] = "Python",
        ["javascript"] = "JavaScript",
        ["js"] = "JavaScript",
        ["html"] = "HTML",
        ["markdown"] = "Markdown",
        ["mermaid"] = "Mermaid",
        ["sql"] = "SQL",
        ["kql"] = "KQL",
        ["http"] = "HTTP",
        ["r"] = "R",
        ["vb"] = "Visual Basic",
        ["typescript"] = "TypeScript",
    };

    /// <exception cref="CellRejectedException">A line asks for what this host has not.</exception>
    public static CellDirectives Of(string code, string path)
    {
        if (!code.Contains("#!", StringComparison.Ordinal) && !Source().IsMatch(code))
            return new(code, false, []);
        var tree = CSharpSyntaxTree.ParseText(code, CSharpSession.ParseOptions, path);
        var text = code.ToCharArray();
        var (timed, sources) = (false, new List<string>());
        foreach (var directive in tree.GetRoot().DescendantTrivia().Where(one => one.IsDirective && IsOurs(one)))
        {
            var line = tree.GetText().Lines.GetLineFromPosition(directive.SpanStart);
            var written = line.ToString().Trim();
            if (Source().Match(written) is { Success: true } source)
                sources.Add(source.Groups["source"].Value.Trim());
            else if (written.Split(' ')[0] is "#!time")
                timed = true;
            else if (!(written.Split(' ')[0] is "#!csharp" or "#!c#"))
                throw CompilationErrors.Reject(
                    Location.Create(tree, line.Span), Refusal(written[2..].Trim().Split(' ')[0]));
            Array.Fill(text, ' ', line.Start, line.Span.Length);
        }
        return new(new(text), timed, sources);
    }

    /// <summary>What to tell who runs a cell of another language.</summary>
    /// <param name="language">As a notebook names it: <c>fsharp</c>, <c>pwsh</c> …</param>
    /// <returns>Null when the language is C#.</returns>
    public static string? RefusalOf(string language) =>
        language.ToLowerInvariant() is "csharp" or "c#" or "dotnet-interactive.csharp" ? null : Refusal(language);

    private static string Refusal(string word) => Languages.TryGetValue(word, out var language)
        ? $"This cell is in {language}, and this host runs C# only. Write it in C#, or open the notebook in a program "
            + $"that runs {language}."
        : $"This host runs C# and knows no #!{word}: only #!csharp and #!time. Take the line out, or write in C# what "
            + "it does.";

    private static bool IsOurs(SyntaxTrivia trivia) =>
        trivia.ToString() is var text && (text.StartsWith("#!", StringComparison.Ordinal) || Source().IsMatch(text));

    [GeneratedRegex("""^[ \t]*#i[ \t]+"[ \t]*nuget:(?<source>[^"\r\n]+)"[ \t]*""", RegexOptions.Multiline)]
    private static partial Regex Source();
}
