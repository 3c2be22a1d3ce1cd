namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Writes values of one type as one MIME type.</summary>
public interface ITypeFormatter
{
    /// <summary>What it writes.</summary>
    string MimeType { get; }

    /// <summary>A class, an interface, or a generic type without its arguments.</summary>
    Type Type { get; }

    /// <summary>Writes a value.</summary>
    /// <returns>False when it leaves the value to another formatter.</returns>
    bool Format(object instance, FormatContext context);
}

/// <summary>Writes a value and gives true, or gives false to leave it to another formatter.</summary>
#pragma warning disable CA1711 // Its name is .NET Interactive's.
public delegate bool FormatDelegate<in T>(T value, FormatContext context);
#pragma warning restore CA1711

/// <summary>Where a formatter writes to.</summary>
/// <param name="writer">Takes the text.</param>
public sealed class FormatContext(TextWriter writer)
{
    /// <summary>Takes the text.</summary>
    public TextWriter Writer => writer;
}

/// <summary>Names plain text.</summary>
public static class PlainTextFormatter
{
    /// <summary>text/plain</summary>
    public const string MimeType = "text/plain";
}

/// <summary>Names HTML.</summary>
public static class HtmlFormatter
{
    /// <summary>text/html</summary>
    public const string MimeType = "text/html";
}
