using Microsoft.AspNetCore.Html;

namespace AttentionKit.Session;

/// <summary>The functions that every cell, and every class in it, can call, named as in .NET Interactive where that has them.</summary>
public static class CellGlobals
{
    /// <summary>Shows a value now, below the cell.</summary>
    /// <param name="value">Anything; null is shown too.</param>
    /// <returns>Replaces it by another value.</returns>
    public static DisplayedValue display(object? value)
    {
        var shown = new DisplayedValue();
        CurrentCell.Publish?.Invoke(new Displayed(value, shown.Id));
        return shown;
    }

    /// <summary>Marks text as HTML, so that it is shown as such.</summary>
    /// <param name="html">A fragment of a page.</param>
    public static IHtmlContent HTML(string html) => new HtmlString(html);

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Whether it stays until something new comes, so that nothing flickers.</param>
    public static void clear(bool wait = false) => CurrentCell.Publish?.Invoke(new Cleared(wait));

    /// <summary>Shows how far a long cell is.</summary>
    /// <param name="total">The number of steps.</param>
    /// <param name="label">What is going on.</param>
    public static ProgressBar progress(int total, string label = "") => new(total, label);
}
