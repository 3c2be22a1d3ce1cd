namespace AttentionKit.Session;

/// <summary>Why a cell failed.</summary>
/// <param name="Name">The exception's type, or <see cref="Compilation"/>, or <see cref="Stopped"/>.</param>
/// <param name="Message">One sentence or more.</param>
/// <param name="Line">The line of this cell, from 1; null when no line of it is to blame.</param>
/// <param name="Traceback">Lines to show: the message, then the lines of the user's code that led to it.</param>
internal sealed record CellError(string Name, string Message, int? Line, IReadOnlyList<string> Traceback)
{
    /// <summary>The name of an error in the cell's text.</summary>
    public const string Compilation = "CompilationError";

    /// <summary>The name of the error of a cell that was stopped from outside.</summary>
    public const string Stopped = "Stopped";
}

/// <summary>Ends a cell before it runs, with an error that is already worded.</summary>
internal sealed class CellRejectedException(CellError error) : Exception(error.Message)
{
    public CellError Error { get; } = error;
}
