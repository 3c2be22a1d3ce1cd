using System.Net;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Lessons;

/// <summary>How far a long cell is: <c>var bar = display(new Bar(0, 5));</c>, and after a step <c>bar.Update(new Bar(1,
/// 5));</c></summary>
/// <param name="Done">Steps that are done, from 0 to <paramref name="Total"/>.</param>
/// <param name="Total">Steps in all.</param>
/// <param name="Label">What is going on.</param>
/// <remarks>A value that a host shows and replaces, as it does with any other: it needs nothing of our
/// kernel.</remarks>
[TypeFormatterSource(typeof(BarFormatterSource),
    PreferredMimeTypes = [HtmlFormatter.MimeType, PlainTextFormatter.MimeType])]
public sealed record Bar(int Done, int Total, string Label = "measuring")
{
    /// <summary>The bar, and the same in words.</summary>
    public string ToHtml() => $"<progress max=\"{Total}\" value=\"{Done}\"></progress> "
        + $"<span>{WebUtility.HtmlEncode(ToString())}</span>";

    /// <summary>The bar in words.</summary>
    public override string ToString() => $"{Label}: {Done} of {Total}";
}

/// <summary>Tells Microsoft.DotNet.Interactive.Formatting how a <see cref="Bar"/> is shown.</summary>
public sealed class BarFormatterSource : ITypeFormatterSource
{
    /// <inheritdoc/>
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
    [
        new HtmlFormatter<Bar>((bar, context) => { context.Writer.Write(bar.ToHtml()); return true; }),
        new PlainTextFormatter<Bar>((bar, context) => { context.Writer.Write(bar.ToString()); return true; }),
    ];
}
