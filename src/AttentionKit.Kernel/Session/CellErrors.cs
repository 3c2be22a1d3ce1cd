using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AttentionKit.Kernel.Session;

/// <summary>Words errors with the lines of the user's own code.</summary>
/// <param name="assemblies">Tells the user's frames from all others.</param>
internal sealed class CellErrors(SessionAssemblies assemblies)
{
    private const int MostLines = 20;
    private readonly Dictionary<string, SourceText> sources = [];

    /// <summary>Keeps the text of a cell, or of a file that it loads, to quote from.</summary>
    public void Remember(SyntaxTree tree) => sources[tree.FilePath] = tree.GetText();

    /// <summary>The compiler's errors, each with its line underlined.</summary>
    public static CellError OfCompilation(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start).ToArray();
        var first = OfPlace(errors[0].Location, Text(errors[0]));
        var traceback = errors.Take(MostLines).SelectMany(d => OfPlace(d.Location, Text(d)).Traceback);
        var more = errors.Length > 1 ? $" (and {errors.Length - 1} more)" : "";
        return first with { Message = first.Message + more, Traceback = [.. traceback, .. More(errors.Length)] };
    }

    /// <summary>An error at a place in the text of a cell.</summary>
    public static CellError OfPlace(Location location, string message)
    {
        if (location.SourceTree is not { } tree)
            return new(CellError.Compilation, message, null, [message]);
        var span = location.GetLineSpan().Span;
        var line = tree.GetText().Lines[span.Start.Line].ToString();
        var end = span.End.Line == span.Start.Line ? span.End.Character : line.Length;
        return new(CellError.Compilation, message, span.Start.Line + 1, [
            $"{Place(tree.FilePath, span.Start.Line + 1)}: {message}",
            "    " + line,
            "    " + Underline(line, span.Start.Character, end)]);
    }

    /// <summary>An exception and those inside it, each with the user's frames only.</summary>
    /// <param name="exception">What a cell threw.</param>
    /// <param name="cell">The path of the cell that ran.</param>
    public CellError OfException(Exception exception, string cell)
    {
        var traceback = new List<string>();
        int? line = null;
        Describe(exception, "");
        return new(exception.GetType().Name, Message(exception), line, traceback);

        void Describe(Exception error, string lead)
        {
            traceback.Add($"{lead}{error.GetType().Name}: {Message(error)}");
            var frames = UserFrames(error);
            line ??= frames.FirstOrDefault(frame => frame.File == cell)?.Line;
            traceback.AddRange(frames.Take(MostLines).Select(frame => $"    {Place(frame.File, frame.Line)}: {Quote(frame)}"));
            traceback.AddRange(More(frames.Length));
            var causes = error is AggregateException many ? many.InnerExceptions : error.InnerException is { } one ? [one] : (IEnumerable<Exception>)[];
            foreach (var cause in causes)
                Describe(cause, "caused by ");
        }
    }

    private sealed record Frame(string File, int Line);

    private Frame[] UserFrames(Exception exception) =>
        [.. new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => frame.GetFileName() is not null && frame.GetMethod() is { } method && assemblies.IsCell(method.Module.Assembly))
            .Select(frame => new Frame(frame.GetFileName()!, frame.GetFileLineNumber()))];

    private string Quote(Frame frame) =>
        sources.TryGetValue(frame.File, out var text) && frame.Line <= text.Lines.Count ? text.Lines[frame.Line - 1].ToString().Trim() : "";

    private static string Place(string file, int line) => $"{Path.GetFileName(file)}, line {line}";

    private static string Text(Diagnostic diagnostic) => $"{diagnostic.Id}: {diagnostic.GetMessage()}";

    private static string[] More(int count) => count > MostLines ? [$"    … and {count - MostLines} more"] : [];

    private static string Underline(string line, int start, int end) =>
        new string([.. line[..start].Select(c => c == '\t' ? '\t' : ' ')]) + new string('^', Math.Max(1, end - start));

    // A message is the user's code too, and may throw.
    private static string Message(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception)
        {
            return "(its message can't be read)";
        }
    }
}
