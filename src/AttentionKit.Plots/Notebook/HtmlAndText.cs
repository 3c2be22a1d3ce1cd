namespace AttentionKit.Plots.Notebook;

/// <summary>The formatters of every <see cref="IHtml"/>: text/html, and text/plain where no HTML is shown.</summary>
public sealed class HtmlAndText
{
    /// <summary>HTML, with a static picture in it, is what every front end draws alike.</summary>
    public const string Html = "text/html";

    /// <summary>For terminals, and for whatever can't do with HTML.</summary>
    public const string Text = "text/plain";

    /// <summary>One formatter per MIME type. Notebooks call this by its name.</summary>
    /// <returns>Each has a property MimeType and a method Format(object, TextWriter).</returns>
#pragma warning disable CA1822 // .NET Interactive calls it on an instance
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new MimeFormatter(Html, value => ((IHtml)value).ToHtml()),
        new MimeFormatter(Text, value => value.ToString() ?? ""),
    ];
#pragma warning restore CA1822

    /// <summary>Writes a value as one MIME type.</summary>
    public sealed class MimeFormatter
    {
        private readonly Func<object, string> _format;

        internal MimeFormatter(string mimeType, Func<object, string> format) =>
            (MimeType, _format) = (mimeType, format);

        /// <summary>What it writes.</summary>
        public string MimeType { get; }

        /// <summary>Writes a value.</summary>
        /// <param name="value">Of the type that names this source.</param>
        /// <param name="writer">Gets the text.</param>
        /// <returns>Always true: it was written.</returns>
        public bool Format(object value, TextWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            writer.Write(_format(value));
            return true;
        }
    }
}
