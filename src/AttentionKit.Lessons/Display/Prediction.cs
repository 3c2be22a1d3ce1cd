using System.Globalization;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Lessons;

/// <summary>What a learner expects, said before the code runs.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Guess">The answer that the learner gives; null while there is none.</param>
[TypeFormatterSource(typeof(PredictionFormatterSource),
    PreferredMimeTypes = [HtmlFormatter.MimeType, PlainTextFormatter.MimeType])]
public sealed record Prediction(string Question, object? Guess)
{
    /// <summary>The guess as a line of text.</summary>
    public override string ToString() => Guess is null
        ? $"✎ {Question} Guess first: a wrong guess makes the answer stick."
        : $"✎ {Question} You said: {Convert.ToString(Guess, CultureInfo.InvariantCulture)}";

    /// <summary>The same for a page.</summary>
    public string ToHtml() => $"<p role=\"status\">{WebUtility.HtmlEncode(ToString())}</p>";
}

/// <summary>Tells Microsoft.DotNet.Interactive.Formatting how a <see cref="Prediction"/> is shown.</summary>
public sealed class PredictionFormatterSource : ITypeFormatterSource
{
    /// <inheritdoc/>
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
    [
        new HtmlFormatter<Prediction>((guess, context) => { context.Writer.Write(guess.ToHtml()); return true; }),
        new PlainTextFormatter<Prediction>((guess, context) =>
            { context.Writer.Write(guess.ToString()); return true; }),
    ];
}
