using System.Dynamic;
using System.Net;
using AttentionKit.Session.Display;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>An element of HTML that is written as C#: <c>div[@class: "note"]("one", b("two"))</c>. Text is
/// escaped.</summary>
public sealed class PocketView : DynamicObject
{
    private const int MostParts = 1000;
    private readonly string name;
    private readonly string attributes;
    private readonly string content;

    internal PocketView(string name, string attributes = "", string content = "") =>
        (this.name, this.attributes, this.content) = (name, attributes, content);

    /// <summary>The element and all that is in it.</summary>
    public string ToHtml() => $"<{name}{attributes}>{content}{(name is "br" or "hr" or "img" ? "" : $"</{name}>")}";

    /// <inheritdoc cref="ToHtml"/>
    public override string ToString() => ToHtml();

    /// <summary>Puts the arguments into the element.</summary>
    public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
    {
        result = new PocketView(name, attributes, content + string.Concat((args ?? []).Select(Html)));
        return true;
    }

    /// <summary>Gives the element attributes, each the name of an argument.</summary>
    public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
    {
        ArgumentNullException.ThrowIfNull(binder);
        ArgumentNullException.ThrowIfNull(indexes);
        var named = binder.CallInfo.ArgumentNames.Zip(indexes, (one, value) =>
            $" {one.Replace('_', '-')}=\"{WebUtility.HtmlEncode(value?.ToString())}\"");
        result = new PocketView(name, attributes + string.Concat(named), content);
        return true;
    }

    private static string Html(object? part) => part switch
    {
        string text => WebUtility.HtmlEncode(text),
        IEnumerable<object> parts => string.Concat(parts.Take(MostParts).Select(Html)),
        _ when MimeBundle.Of(part).Data is var forms =>
            (string?)forms["text/html"] ?? Html((string?)forms["text/plain"]),
        _ => "",
    };
}
