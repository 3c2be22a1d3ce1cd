using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace AttentionKit.Session;

/// <summary>HTML, and what to read where no HTML is shown.</summary>
internal sealed class HtmlWithText(string text, string html) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(html);

    public override string ToString() => text;
}
