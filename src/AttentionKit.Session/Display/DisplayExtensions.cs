namespace AttentionKit.Session.Display;

/// <summary>What cells can call on any value, named as in .NET Interactive.</summary>
public static class DisplayExtensions
{
    /// <inheritdoc cref="CellGlobals.display"/>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) =>
        CellGlobals.display(value, mimeTypes);

    /// <summary>Shows a text that is of a MIME type already.</summary>
    /// <param name="value">For example HTML, as it is.</param>
    /// <param name="mimeType">For example "text/html", "text/markdown", "text/latex" or "image/svg+xml".</param>
    /// <returns>Replaces it by another value.</returns>
    public static DisplayedValue DisplayAs(this string? value, string mimeType) =>
        new(new OfForm(value, mimeType), [mimeType]);

    /// <summary>Shows a sequence with one row per item and one column per property.</summary>
    /// <param name="value">The items.</param>
    /// <param name="mimeTypes">The forms to show it in; HTML and text when there are none.</param>
    /// <returns>Replaces it by another value.</returns>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T>? value, params string[] mimeTypes) =>
        CellGlobals.display(value, mimeTypes);
}
