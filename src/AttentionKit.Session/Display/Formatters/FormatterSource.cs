using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Display.Formatters;

/// <summary>What a type brings to be shown: a <c>[TypeFormatterSource]</c>, an <c>IHtmlContent</c>, a <c>ToHtml()</c>.
/// They are found by name, as in .NET Interactive: the library that has the type needs to know no host.</summary>
/// <param name="Formatters">In the order in which they are asked.</param>
/// <param name="MimeTypes">Those that the type prefers; null when it does not say.</param>
internal sealed record FormatterSource(IReadOnlyList<ITypeFormatter> Formatters, IReadOnlyList<string>? MimeTypes)
{
    private static readonly ConditionalWeakTable<Type, FormatterSource> Known = [];

    public static FormatterSource Of(Type type) => Known.GetValue(type, Find);

    private static FormatterSource Find(Type type)
    {
        var attributes = type.GetCustomAttributes(inherit: true)
            .Where(one => one.GetType().Name == "TypeFormatterSourceAttribute").ToArray();
        var sources = attributes.Select(one => Get<Type>(one, "FormatterSourceType")).OfType<Type>();
        var preferred = attributes.Select(one => Get<string[]>(one, "PreferredMimeTypes")).OfType<string[]>();
        return new([.. sources.SelectMany(source => Create(source, type)), .. Html(type)], preferred.FirstOrDefault());
    }

    private static IEnumerable<ITypeFormatter> Create(Type source, Type type)
    {
        var create = source.GetMethod("CreateTypeFormatters", [])
            ?? throw new MissingMethodException($"{source} must have a public CreateTypeFormatters().");
        var formatters = (IEnumerable)Call(create, Activator.CreateInstance(source)!)!;
        return [.. formatters.Cast<object>().Select(one => one as ITypeFormatter ?? new Named(one, type))];
    }

    private static IEnumerable<ITypeFormatter> Html(Type type)
    {
        if (type.GetInterface("Microsoft.AspNetCore.Html.IHtmlContent")?.GetMethod("WriteTo") is { } writeTo)
            yield return Writer((value, writer) => Call(writeTo, value, writer, HtmlEncoder.Default));
        if (type.GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, []) is { } toHtml
            && toHtml.ReturnType == typeof(string))
            yield return Writer((value, writer) => writer.Write((string?)Call(toHtml, value)));

        DelegateFormatter Writer(Action<object, TextWriter> write) => new(HtmlFormatter.MimeType, type, write);
    }

    private static T? Get<T>(object of, string property) where T : class =>
        of.GetType().GetProperty(property)?.GetValue(of) as T;

    private static object? Call(MethodInfo method, object of, params object[] arguments) =>
        method.Invoke(of, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>A formatter of a class that the host does not know, with a MimeType and a Format.</summary>
    private sealed class Named(object formatter, Type type) : ITypeFormatter
    {
        private readonly MethodInfo format = formatter.GetType().GetMethods()
            .FirstOrDefault(one => one.Name == "Format" && one.GetParameters().Length == 2)
            ?? throw new MissingMethodException($"{formatter.GetType()} needs a public Format(object, TextWriter).");

        public string MimeType { get; } = Get<string>(formatter, "MimeType")
            ?? throw new MissingMemberException($"{formatter.GetType()} needs a public string MimeType.");

        public Type Type { get; } = Get<Type>(formatter, "Type") ?? type;

        public bool Format(object instance, FormatContext context) =>
            Call(format, formatter, instance, Into(format.GetParameters()[1].ParameterType, context.Writer))
                is not false;

        // A writer, or a context that is made of one, as in .NET Interactive's own package.
        private static object Into(Type wanted, TextWriter writer) =>
            wanted.IsAssignableFrom(typeof(TextWriter)) ? writer : Activator.CreateInstance(wanted, writer)!;
    }
}
