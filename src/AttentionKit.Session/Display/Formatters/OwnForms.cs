using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Display.Formatters;

/// <summary>The forms of a type's values that cells registered, or that the type brings itself.</summary>
/// <param name="formatters">In the order in which they are asked.</param>
/// <param name="preferred">The MIME types to show; null when nobody said.</param>
internal sealed class OwnForms(IReadOnlyList<ITypeFormatter> formatters, IReadOnlyList<string>? preferred)
{
    public static readonly OwnForms None = new([], null);

    public IReadOnlyList<string>? Preferred => preferred;

    public bool IsEmpty => formatters.Count == 0;

    public IEnumerable<string> MimeTypes => formatters.Select(one => one.MimeType).Distinct();

    /// <summary>First what cells registered, the nearest type first; then what the type says of itself.</summary>
    public static OwnForms Of(Type type)
    {
        var source = FormatterSource.Of(type);
        return new(
            [.. Nearest(Formatter.Registered, one => one.Type, type), .. source.Formatters],
            Nearest(Formatter.Preferred, one => one.Type, type).FirstOrDefault().MimeTypes ?? source.MimeTypes);
    }

    /// <returns>False when the type has no such form.</returns>
    public bool Write(object value, string mimeType, TextWriter writer)
    {
        var context = new FormatContext(writer);
        return formatters.Any(one => one.MimeType == mimeType && one.Format(value, context));
    }

    private static IEnumerable<T> Nearest<T>(IEnumerable<T> all, Func<T, Type> formatted, Type type) =>
        all.Select(one => (One: one, Distance: Distance(type, formatted(one))))
            .Where(one => one.Distance is not null).OrderBy(one => one.Distance).Select(one => one.One);

    // The class itself, its bases, its interfaces, and object, which is everything's.
    private static int? Distance(Type type, Type formatted)
    {
        if (formatted == typeof(object))
            return int.MaxValue;
        var (steps, one) = (0, type);
        for (; one is not null; one = one.BaseType, steps++)
            if (Is(one, formatted))
                return steps;
        return formatted.IsAssignableFrom(type) || type.GetInterfaces().Any(face => Is(face, formatted)) ? steps : null;
    }

    private static bool Is(Type type, Type formatted) =>
        type == formatted || (type.IsGenericType && type.GetGenericTypeDefinition() == formatted);
}
