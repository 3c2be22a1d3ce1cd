using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session;

/// <summary>A formatter that could not show a value.</summary>
/// <param name="Message">Which formatter, and of what type.</param>
/// <param name="Cause">What it threw.</param>
internal sealed record FormatterFailure(string Message, Exception Cause);

/// <summary>A value in every form that a front end may choose from, by MIME type.</summary>
/// <param name="Data">Text, or JSON where the type ends in json. There is always a text/plain.</param>
/// <param name="Failures">The forms that are missing, and why.</param>
internal sealed record MimeBundle(JsonObject Data, IReadOnlyList<FormatterFailure> Failures)
{
    private const string Plain = PlainTextFormatter.MimeType;

    public static MimeBundle Of(object? value)
    {
        if (value is null)
            return new(new() { [Plain] = Formatter.NullString }, []);
        var type = value.GetType();
        var data = new JsonObject();
        var failures = new List<FormatterFailure>();
        foreach (var mimeType in MimeTypes(type, failures))
            try
            {
                data[mimeType] = Format(value, type, mimeType);
            }
            catch (Exception e)
            {
                failures.Add(new($"The {mimeType} formatter of {type} failed", e));
            }
        data.TryAdd(Plain, type.ToString());
        return new(data, failures);
    }

    private static string[] MimeTypes(Type type, List<FormatterFailure> failures)
    {
        IEnumerable<string> preferred = [];
        try
        {
            // This also registers the formatters that the type's own attribute names.
            preferred = Formatter.GetPreferredMimeTypesFor(type);
        }
        catch (Exception e)
        {
            failures.Add(new($"The formatter source of {type} failed", e));
        }
        var vendorJson = OwnFormatters(type).Select(formatter => formatter.MimeType)
            .Where(mimeType => mimeType.StartsWith("application/vnd.", StringComparison.Ordinal) && mimeType.EndsWith("+json", StringComparison.Ordinal));
        return [.. preferred.Union(vendorJson).Union([Plain])];
    }

    private static JsonNode? Format(object value, Type type, string mimeType)
    {
        // The general formatter lists all properties of a value: not what the author of a type with its own pictures means.
        if (mimeType == Plain && (value is IHtmlContent || (OwnFormatters(type).Any() && !OwnFormatters(type).Any(formatter => formatter.MimeType == Plain))))
            return value.ToString();
        // Formatting would search for it until the stack overflows.
        if (!Formatter.RegisteredFormatters().Any(formatter => formatter.MimeType == mimeType && IsFor(formatter, type)))
            throw new InvalidOperationException("None is registered. Register one, or take it out of the type's preferred MIME types.");
        var text = value.ToDisplayString(mimeType);
        return mimeType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text) : text;
    }

    /// <summary>The formatters of the value's class and its bases, and not of the interfaces that any collection has.</summary>
    private static IEnumerable<ITypeFormatter> OwnFormatters(Type type) =>
        Formatter.RegisteredFormatters().Where(formatter => formatter.Type != typeof(object) && Bases(type).Any(one => Is(one, formatter.Type)));

    private static bool IsFor(ITypeFormatter formatter, Type type) =>
        formatter.Type.IsAssignableFrom(type) || Bases(type).Concat(type.GetInterfaces()).Any(one => Is(one, formatter.Type));

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var one = type; one is not null; one = one.BaseType)
            yield return one;
    }

    private static bool Is(Type type, Type formatted) =>
        type == formatted || (type.IsGenericType && type.GetGenericTypeDefinition() == formatted);
}
