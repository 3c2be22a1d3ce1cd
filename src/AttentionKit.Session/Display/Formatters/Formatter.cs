using AttentionKit.Session.Display;
using AttentionKit.Session.Display.Formatters;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Where a cell says how values of a type are shown, in the words of .NET Interactive.</summary>
public static class Formatter
{
    private static readonly Lock Gate = new();
    private static IReadOnlyList<ITypeFormatter> formatters = [];
    private static IReadOnlyList<(Type Type, string[] MimeTypes)> preferred = [];

    /// <summary>Shows values of a type as one MIME type.</summary>
    /// <param name="formatter">Writes a value; the latest that fits it best is asked first.</param>
    public static void Register(ITypeFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        lock (Gate)
            formatters = [formatter, .. formatters];
    }

    /// <inheritdoc cref="Register(ITypeFormatter)"/>
    /// <param name="formatter">Gives the text of a value.</param>
    /// <param name="mimeType">What the text is.</param>
    public static void Register<T>(Func<T, string> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register<T>((value, writer) => writer.Write(formatter(value)), mimeType);

    /// <inheritdoc cref="Register(ITypeFormatter)"/>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">What it writes.</param>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(typeof(T), (value, writer) => formatter((T)value, writer), mimeType);

    /// <inheritdoc cref="Register(ITypeFormatter)"/>
    /// <param name="formatter">Writes a value and gives true, or gives false to leave it to another formatter.</param>
    /// <param name="mimeType">What it writes.</param>
    public static void Register<T>(FormatDelegate<T> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(typeof(T), (value, context) => formatter((T)value, context), mimeType);

    /// <inheritdoc cref="Register(ITypeFormatter)"/>
    /// <param name="type">A class, an interface, or a generic type without its arguments.</param>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">What it writes.</param>
    public static void Register(
        Type type, Action<object, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(new DelegateFormatter(mimeType, type, formatter));

    /// <inheritdoc cref="Register(Type, Action{object, TextWriter}, string)"/>
    public static void Register(
        Type type, FormatDelegate<object> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(new DelegateFormatter(mimeType, type, formatter));

    /// <summary>Says in which forms values of a type are shown.</summary>
    /// <param name="type">A class, an interface, or a generic type without its arguments.</param>
    /// <param name="preferredMimeTypes">For example "text/html".</param>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (preferredMimeTypes is null || !preferredMimeTypes.Any(one => !string.IsNullOrWhiteSpace(one)))
            throw new ArgumentException("Name one MIME type at least, as \"text/html\".", nameof(preferredMimeTypes));
        lock (Gate)
            preferred = [(type, preferredMimeTypes), .. preferred];
    }

    /// <summary>Forgets all that was registered.</summary>
    public static void ResetToDefault()
    {
        lock (Gate)
            (formatters, preferred) = ([], []);
    }

    /// <summary>A value as it would be shown.</summary>
    /// <param name="value">Anything; null is shown too.</param>
    /// <param name="mimeType">The form.</param>
    public static string ToDisplayString(this object? value, string mimeType = PlainTextFormatter.MimeType) =>
        MimeBundle.Of(value, mimeType).Data[mimeType]?.ToString()
        ?? throw new ArgumentException(
            $"{mimeType} must be a form of the value: register a formatter for it.", nameof(mimeType));

    internal static IReadOnlyList<ITypeFormatter> Registered => Volatile.Read(ref formatters);

    internal static IReadOnlyList<(Type Type, string[] MimeTypes)> Preferred => Volatile.Read(ref preferred);
}
