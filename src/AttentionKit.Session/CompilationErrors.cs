using Microsoft.CodeAnalysis;

namespace AttentionKit.Session;

/// <summary>Words errors in the text of a cell, each with its line underlined.</summary>
internal static class CompilationErrors
{
    private const int Most = 20;

    /// <summary>Warnings that say nothing to who writes cells: versions of the framework's references, ? where nullability is not checked, and a using that is there already.</summary>
    public static readonly IReadOnlyDictionary<string, ReportDiagnostic> Unwarned =
        new[] { "CS1701", "CS1702", "CS8632", "CS0105" }.ToDictionary(id => id, _ => ReportDiagnostic.Suppress);

    /// <summary>The compiler's warnings, in a line each.</summary>
    public static IEnumerable<string> Warnings(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => $"{At(d.Location, $"warning {d.Id}: {d.GetMessage()}").Traceback[0]}");

    /// <summary>The compiler's errors.</summary>
    public static CellError Of(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start)
            .Select(d => At(d.Location, $"{d.Id}: {d.GetMessage()}")).ToArray();
        if (errors.Length == 1)
            return errors[0];
        var rest = errors.Length > Most ? new[] { $"… and {errors.Length - Most} more" } : [];
        return errors[0] with
        {
            Message = $"{errors[0].Message} (and {errors.Length - 1} more)",
            Traceback = [.. errors.Take(Most).SelectMany(error => error.Traceback), .. rest],
        };
    }

    /// <summary>An error of this program's own, at a place in a cell.</summary>
    public static CellRejectedException Reject(Location place, string message) => new(At(place, message));

    private static CellError At(Location place, string message)
    {
        if (place.SourceTree is not { } tree)
            return new(CellError.Compilation, message, null, [message]);
        var span = place.GetLineSpan().Span;
        var line = tree.GetText().Lines[span.Start.Line].ToString();
        var end = span.End.Line == span.Start.Line ? span.End.Character : line.Length;
        var number = span.Start.Line + 1;
        return new(CellError.Compilation, message, number, [
            $"{Path.GetFileName(tree.FilePath)}, line {number}: {message}",
            $"    {line}",
            $"    {Underline(line, span.Start.Character, end)}"]);
    }

    private static string Underline(string line, int start, int end) =>
        new string([.. line[..start].Select(c => c == '\t' ? '\t' : ' ')]) + new string('^', Math.Max(1, end - start));
}
