using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Pages;

/// <summary>A cell's outputs as a page shows them.</summary>
internal static class OutputHtml
{
    public static string Of(JsonNode output, PageAssets assets) => (string?)output["output_type"] switch
    {
        "stream" => Text((string)output["name"]!, PageText.Join(output["text"])),
        "error" => Text("error", string.Join('\n', output["traceback"]!.AsArray().Select(line => (string?)line))),
        _ => OfData(output["data"]!.AsObject(), assets),
    };

    private static string OfData(JsonObject data, PageAssets assets)
    {
        var plain = PageText.Join(data["text/plain"]);
        if (data["text/html"] is { } html)
            return $"<div class=\"rich\">{assets.Share(PageText.Join(html))}</div>\n";
        if (data["image/svg+xml"] is { } svg)
            return $"<div class=\"rich\">{PageText.Join(svg)}</div>\n";
        var picture = data.FirstOrDefault(form => form.Key.StartsWith("image/", StringComparison.Ordinal));
        if (picture is { Key: { } type, Value: { } image })
            return $"<img src=\"data:{type};base64,{PageText.Join(image).Trim()}\" alt=\"{PageText.Escape(plain)}\">\n";
        return Text("plain", plain);
    }

    private static string Text(string kind, string text) => $"<pre class=\"{kind}\">{PageText.Escape(text)}</pre>\n";
}
