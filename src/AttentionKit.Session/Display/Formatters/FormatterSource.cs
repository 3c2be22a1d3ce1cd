using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Display.Formatters;

/// <summary>What a type's own <c>[TypeFormatterSource]</c> gives, found by the names that .NET Interactive goes by: the
/// library that has the type needs to know no host.</summary>
/// <param name="Formatters">Those that the source creates.</param>
/// <param name="MimeTypes">Those that the type prefers; null when it does not say.</param>
internal sealed record FormatterSource(IReadOnlyList<ITypeFormatter> Formatters, IReadOnlyList<string>? MimeTypes)
{
    private static readonly ConditionalWeakTable<Type, FormatterSource> Known = [];

    public static FormatterSource Of(Type type) => Known.GetValue(type, Find);

    private static FormatterSource Find(Type type)
    {
        var attributes = type.GetCustomAttributes(inherit: true).Where(one => one.GetType().Name == "TypeFormatterSourceAttribute").ToArray();
        return new(
            [.. attributes.Select(attribute => Get<Type>(attribute, "FormatterSourceType")).OfType<Type>().SelectMany(source => Create(source, type))],
            attributes.Select(attribute => Get<string[]>(attribute, "PreferredMimeTypes")).FirstOrDefault(types => types is not null));
    }

    private static IEnumerable<ITypeFormatter> Create(Type source, Type type)
    {
        var create = source.GetMethod("CreateTypeFormatters", [])
            ?? throw new MissingMethodException($"{source} must have a public method CreateTypeFormatters without parameters.");
        var formatters = (IEnumerable)Call(create, Activator.CreateInstance(source)!, [])!;
        return [.. formatters.Cast<object>().Select(formatter => formatter as ITypeFormatter ?? new Named(formatter, type))];
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
