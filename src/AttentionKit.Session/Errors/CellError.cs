using AttentionKit.Session.Running;

namespace AttentionKit.Session;

/// <summary>Why a cell failed.</summary>
/// <param name="Name">The exception's type, or <see cref="Compilation"/>, or <see cref="Stopped"/>.</param>
/// <param name="Message">One sentence or more.</param>
/// <param name="Line">The line of this cell, from 1; null when no line of it is to blame.</param>
/// <param name="Lines">What to show: the message, then the lines of the user's code that led to it.</param>
internal sealed record CellError(string Name, string Message, int? Line, IReadOnlyList<TracebackLine> Lines)
{
    /// <summary>The name of an error in the cell's text.</summary>
    public const string Compilation = "CompilationError";

    /// <summary>The name of the error of a cell that was stopped from outside.</summary>
    public const string Stopped = "Stopped";

    /// <summary>What to show where there is text alone.</summary>
    public IReadOnlyList<string> Traceback => [.. Lines.Select(line => line.ToString())];

    /// <summary>A cell that was stopped and did not end.</summary>
    public static CellError LeftBehind { get; } = OfStop(
        "The cell was left behind: it is in a library's code that does not give up, and runs on until it returns.");

    /// <summary>A cell that was stopped, with the lines that it had come to.</summary>
    /// <param name="thrown">What its code threw when it was.</param>
    public static CellError WhereStopped(CellError thrown)
    {
        var stopped = OfStop(CellStoppedException.Text);
        return stopped with
        {
            Line = thrown.Line,
            Lines = [.. stopped.Lines, .. thrown.Lines.OfType<TracebackLine.Frame>()],
        };
    }

    private static CellError OfStop(string message) => new(Stopped, message, null, [message]);
}

/// <summary>Ends a cell before it runs, with an error that is already worded.</summary>
internal sealed class CellRejectedException(CellError error) : Exception(error.Message)
{
    public CellError Error { get; } = error;
}
