namespace AttentionKit.Session.Display;

/// <summary>The functions that every cell, and every class in it, can call, named as in .NET Interactive where that has
/// them.</summary>
public static class CellGlobals
{
    /// <summary>Shows a value now, below the cell.</summary>
    /// <param name="value">Anything; null is shown too.</param>
    /// <param name="mimeTypes">The forms to show it in, as "text/html"; those of its type when there are none.</param>
    /// <returns>Replaces it by another value.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => new(value, mimeTypes);

    /// <summary>Marks text as HTML, so that it is shown as such.</summary>
    /// <param name="html">A fragment of a page.</param>
    public static HtmlFragment HTML(string html) => new(html);

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Whether it stays until something new comes, so that nothing flickers.</param>
    public static void clear(bool wait = false) => CurrentCell.Publish?.Invoke(new Cleared(wait));

    /// <summary>Shows how far a long cell is.</summary>
    /// <param name="total">The number of steps.</param>
    /// <param name="label">What is going on.</param>
    public static ProgressBar progress(int total, string label = "") => new(total, label);
}
