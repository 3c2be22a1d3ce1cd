using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Display.Formatters;

/// <summary>What a type brings to be shown: a <c>[TypeFormatterSource]</c>, an <c>IHtmlContent</c>, a <c>ToHtml()</c>. They are
/// found by their names, as in .NET Interactive: the library that has the type needs to know no host.</summary>
/// <param name="Formatters">In the order in which they are asked.</param>
/// <param name="MimeTypes">Those that the type prefers; null when it does not say.</param>
internal sealed record FormatterSource(IReadOnlyList<ITypeFormatter> Formatters, IReadOnlyList<string>? MimeTypes)
{
    private static readonly ConditionalWeakTable<Type, FormatterSource> Known = [];

    public static FormatterSource Of(Type type) => Known.GetValue(type, Find);

    private static FormatterSource Find(Type type)
    {
        var attributes = type.GetCustomAttributes(inherit: true).Where(one => one.GetType().Name == "TypeFormatterSourceAttribute").ToArray();
        return new(
            [.. attributes.Select(attribute => Get<Type>(attribute, "FormatterSourceType")).OfType<Type>().SelectMany(source => Create(source, type)), .. Html(type)],
            attributes.Select(attribute => Get<string[]>(attribute, "PreferredMimeTypes")).FirstOrDefault(types => types is not null));
    }

    private static IEnumerable<ITypeFormatter> Create(Type source, Type type)
    {
        var create = source.GetMethod("CreateTypeFormatters", [])
            ?? throw new MissingMethodException($"{source} must have a public method CreateTypeFormatters without parameters.");
        var formatters = (IEnumerable)Call(create, Activator.CreateInstance(source)!, [])!;
        return [.. formatters.Cast<object>().Select(formatter => formatter as ITypeFormatter ?? new Named(formatter, type))];
    }

    private static IEnumerable<ITypeFormatter> Html(Type type)
    {
        if (type.GetInterface("Microsoft.AspNetCore.Html.IHtmlContent")?.GetMethod("WriteTo") is { } writeTo)
            yield return Writer((value, writer) => Call(writeTo, value, [writer, HtmlEncoder.Default]));
        if (type.GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, []) is { } toHtml && toHtml.ReturnType == typeof(string))
            yield return Writer((value, writer) => writer.Write((string?)Call(toHtml, value, [])));

        ITypeFormatter Writer(Action<object, TextWriter> write) => new DelegateFormatter(HtmlFormatter.MimeType, type, (value, context) =>
        {
            write(value, context.Writer);
            return true;
        });
    }

    private static T? Get<T>(object of, string property) where T : class => of.GetType().GetProperty(property)?.GetValue(of) as T;

    private static object? Call(MethodInfo method, object of, object?[] arguments) =>
        method.Invoke(of, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>A formatter of a class that the host does not know, with a MimeType and a Format.</summary>
    private sealed class Named(object formatter, Type type) : ITypeFormatter
    {
        private readonly MethodInfo format = formatter.GetType().GetMethods().FirstOrDefault(one => one.Name == "Format" && one.GetParameters().Length == 2)
            ?? throw new MissingMethodException($"{formatter.GetType()} must have a public method Format of a value and a TextWriter.");

        public string MimeType { get; } = Get<string>(formatter, "MimeType")
            ?? throw new MissingMemberException($"{formatter.GetType()} must have a public property MimeType.");

        public Type Type { get; } = Get<Type>(formatter, "Type") ?? type;

        public bool Format(object instance, FormatContext context) =>
            Call(format, formatter, [instance, Writer(format.GetParameters()[1].ParameterType, context.Writer)]) is not false;

        // A writer, or a context that is made of one, as in .NET Interactive's own package.
        private static object Writer(Type wanted, TextWriter writer) =>
            wanted.IsAssignableFrom(typeof(TextWriter)) ? writer : Activator.CreateInstance(wanted, writer)!;
    }
}
