using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Ganss.Xss;

namespace AttentionKit.Kernel.Pages;

/// <summary>HTML that a notebook's author wrote, without what could run, load from elsewhere, or ask for a reader's words.</summary>
internal static partial class SafeHtml
{
    private static readonly string[] Forms = ["form", "button", "textarea", "select", "option", "optgroup", "datalist", "output", "keygen", "label", "legend", "fieldset", "menuitem"];

    private static readonly HtmlSanitizer Sanitizer = Create();

    public static string Of(string html) => Sanitizer.Sanitize(html);

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.ExceptWith([.. Forms, "style"]);
        sanitizer.AllowedTags.UnionWith(["details", "summary", "figure", "figcaption", "mark", "input"]);
        sanitizer.AllowedAttributes.ExceptWith(["style", "action", "method", "name", "background"]);
        sanitizer.AllowedAttributes.UnionWith(["class", "id", "open", "role", "aria-label", "checked", "disabled", "type", "tabindex"]);
        sanitizer.AllowedSchemes.UnionWith(["mailto", "data"]);
        sanitizer.FilterUrl += (_, url) =>
        {
            if (!IsAllowed(url.Tag, url.OriginalUrl))
                url.SanitizedUrl = null;
        };
        sanitizer.PostProcessNode += (_, node) =>
        {
            // The box of a task in a list, and no other.
            if (node.Node is IElement { LocalName: "input" } input && !(input.GetAttribute("type") == "checkbox" && input.HasAttribute("disabled")))
                input.Remove();
        };
        return sanitizer;
    }

    // Pictures are in the page; links lead where a reader sees them lead.
    private static bool IsAllowed(IElement element, string url) =>
        element.LocalName == "img" ? PictureInPage().IsMatch(url)
        : !url.TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^data:image/(png|jpeg|gif|webp|svg\\+xml);base64,[A-Za-z0-9+/=\\s]*$")]
    private static partial Regex PictureInPage();
}
