namespace AttentionKit.Session;

/// <summary>One line of what is shown of an error.</summary>
internal abstract record TracebackLine
{
    private const string Indent = "    ";

    /// <summary>The line as text alone.</summary>
    public sealed override string ToString() => this switch
    {
        Problem problem => problem.Text,
        Frame frame => $"{Indent}{frame.Place}: {frame.Code}",
        Quote quote => Indent + quote.Code,
        Underline underline => Indent + underline.Marks,
        Note note => Indent + note.Text,
        _ => throw new NotSupportedException($"{GetType().Name} has no text."),
    };

    /// <summary>A sentence alone says what is wrong.</summary>
    public static implicit operator TracebackLine(string text) => new Problem(text);

    /// <summary>What is wrong.</summary>
    public sealed record Problem(string Text) : TracebackLine;

    /// <summary>A line of the user's code that was running.</summary>
    /// <param name="File">The cell, or the file that it loads; without folders.</param>
    /// <param name="Line">From 1.</param>
    /// <param name="Code">The line's text, without what surrounds it.</param>
    public sealed record Frame(string File, int Line, string Code) : TracebackLine
    {
        public string Place => $"{File}, line {Line}";
    }

    /// <summary>A line of a cell that does not compile.</summary>
    public sealed record Quote(string Code) : TracebackLine;

    /// <summary>Marks what is wrong in the line above.</summary>
    public sealed record Underline(string Marks) : TracebackLine;

    /// <summary>A word about the rest.</summary>
    public sealed record Note(string Text) : TracebackLine;
}
