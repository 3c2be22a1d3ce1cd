using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AttentionKit.Session;

/// <summary>Words exceptions with the lines of the user's own code that led to them.</summary>
/// <param name="assemblies">Tells the user's frames from all others.</param>
internal sealed class ExceptionErrors(SessionAssemblies assemblies)
{
    private const int MostFrames = 20;
    private readonly ConcurrentDictionary<string, SourceText> sources = [];

    /// <summary>Keeps the text of a cell, or of a file that it loads, to quote from.</summary>
    public void Remember(SyntaxTree tree) => sources[tree.FilePath] = tree.GetText();

    /// <summary>An exception and those inside it, each with the user's frames only.</summary>
    /// <param name="exception">What a cell threw.</param>
    /// <param name="cell">The path of the cell that ran.</param>
    public CellError Of(Exception exception, string cell)
    {
        var lines = new List<TracebackLine>();
        int? line = null;
        Describe(exception, "");
        return new(exception.GetType().Name, Message(exception), line, lines);

        void Describe(Exception error, string lead)
        {
            lines.Add($"{lead}{error.GetType().Name}: {Message(error)}");
            var frames = UserFrames(error);
            line ??= frames.FirstOrDefault(frame => frame.File == cell)?.Line;
            lines.AddRange(frames.Take(MostFrames).Select(Shown));
            if (frames.Length > MostFrames)
                lines.Add(new TracebackLine.Note($"… and {frames.Length - MostFrames} more"));
            foreach (var cause in Causes(error))
                Describe(cause, "caused by ");
        }
    }

    private sealed record Frame(string File, int Line);

    private Frame[] UserFrames(Exception exception) =>
        [.. new StackTrace(exception, fNeedFileInfo: true).GetFrames().Where(IsUsers)
            .Select(frame => new Frame(frame.GetFileName()!, frame.GetFileLineNumber()))];

    private bool IsUsers(StackFrame frame) =>
        frame.GetFileName() is not null && frame.GetMethod() is { } method && assemblies.IsCell(method.Module.Assembly);

    private TracebackLine.Frame Shown(Frame frame) => new(Path.GetFileName(frame.File), frame.Line, Quote(frame));

    private string Quote(Frame frame) =>
        sources.TryGetValue(frame.File, out var text) && frame.Line <= text.Lines.Count
            ? text.Lines[frame.Line - 1].ToString().Trim()
            : "";

    private static Exception[] Causes(Exception exception) => exception switch
    {
        AggregateException many => [.. many.InnerExceptions],
        { InnerException: { } one } => [one],
        _ => [],
    };

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
