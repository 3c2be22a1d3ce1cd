using System.Text.Json.Nodes;

namespace AttentionKit.Session.Display;

/// <summary>A formatter that could not show a value.</summary>
/// <param name="Message">Which formatter, and of what type.</param>
/// <param name="Cause">What it threw.</param>
internal sealed record FormatterFailure(string Message, Exception Cause);

/// <summary>A value in every form that a front end may choose from, by MIME type, each of them bounded.</summary>
/// <param name="Data">Text, or JSON where the type ends in json. There is always a text/plain.</param>
/// <param name="Failures">The forms that are missing, and why.</param>
/// <param name="Length">The number of characters of all forms together.</param>
internal sealed record MimeBundle(JsonObject Data, IReadOnlyList<FormatterFailure> Failures, long Length)
{
    /// <param name="value">Anything; null is shown too.</param>
    /// <param name="mimeTypes">The forms beside text; those that its type prefers when there are none.</param>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public static MimeBundle Of(object? value, params string[] mimeTypes) =>
        value is InForms(var inner, var forms) ? Of(inner, forms) : new MimeBundleBuilder(value, mimeTypes).Build();
}
