using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Display.Formatters;

/// <summary>Formats by calling.</summary>
internal sealed class DelegateFormatter(string mimeType, Type type, FormatDelegate<object> format) : ITypeFormatter
{
    public DelegateFormatter(string mimeType, Type type, Action<object, TextWriter> write)
        : this(mimeType, type, (value, context) => Write(write, value, context.Writer))
    {
    }

    public string MimeType => mimeType;

    public Type Type => type;

    public bool Format(object instance, FormatContext context) => format(instance, context);

    private static bool Write(Action<object, TextWriter> write, object value, TextWriter writer)
    {
        write(value, writer);
        return true;
    }
}
