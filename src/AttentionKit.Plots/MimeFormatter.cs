using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Plots;

/// <summary>Writes values of one class as one MIME type.</summary>
internal sealed class MimeFormatter<T>(string mimeType, Func<T, string> format) : TypeFormatter<T>
{
    public override string MimeType => mimeType;

    public override bool Format(T value, FormatContext context)
    {
        context.Writer.Write(format(value));
        return true;
    }
}
