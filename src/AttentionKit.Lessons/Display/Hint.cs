using System.Net;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Lessons;

/// <summary>The recipe of an exercise: how to do it, without the code.</summary>
/// <param name="Recipe">The steps in words.</param>
[TypeFormatterSource(typeof(HintFormatterSource),
    PreferredMimeTypes = [HtmlFormatter.MimeType, PlainTextFormatter.MimeType])]
public sealed record Hint(string Recipe)
{
    /// <summary>The recipe as text.</summary>
    public override string ToString() => Recipe;

    /// <summary>The same for a page.</summary>
    public string ToHtml() => $"<p role=\"status\">{WebUtility.HtmlEncode(Recipe)}</p>";
}

/// <summary>Tells Microsoft.DotNet.Interactive.Formatting how a <see cref="Hint"/> is shown.</summary>
public sealed class HintFormatterSource : ITypeFormatterSource
{
    /// <inheritdoc/>
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
    [
        new HtmlFormatter<Hint>((hint, context) => { context.Writer.Write(hint.ToHtml()); return true; }),
        new PlainTextFormatter<Hint>((hint, context) => { context.Writer.Write(hint.ToString()); return true; }),
    ];
}
