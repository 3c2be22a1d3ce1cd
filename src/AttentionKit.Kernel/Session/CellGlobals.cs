using Microsoft.AspNetCore.Html;

namespace AttentionKit.Kernel.Session;

#pragma warning disable CA1822 // A script sees the instance members of its globals only.

/// <summary>The functions that every cell can call, named as in .NET Interactive.</summary>
public sealed class CellGlobals
{
    /// <summary>Shows a value now, below the cell.</summary>
    /// <param name="value">Anything; null is shown too.</param>
    public void display(object? value) => CurrentCell.Publish?.Invoke(new Displayed(value));

    /// <summary>Marks text as HTML, so that it is shown as such.</summary>
    /// <param name="html">A fragment of a page.</param>
    public IHtmlContent HTML(string html) => new HtmlString(html);
}
