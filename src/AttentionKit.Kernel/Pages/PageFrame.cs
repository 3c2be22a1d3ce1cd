namespace AttentionKit.Kernel.Pages;

/// <summary>What every page has around its content.</summary>
internal static class PageFrame
{
    private static readonly string Style = Read("page.css");
    private static readonly string Script = Read("page.js");

    /// <param name="title">Of the page.</param>
    /// <param name="navigation">HTML before the content.</param>
    /// <param name="content">HTML.</param>
    /// <param name="head">HTML for the head: styles and scripts of this page alone.</param>
    /// <param name="notebook">The name of the notebook that it shows.</param>
    /// <param name="hashes">Of scripts that may stand in the page beside its own.</param>
    public static string Html(string title, string navigation, string content, string head = "", string? notebook = null, IEnumerable<string>? hashes = null) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy(hashes ?? [])}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>{PageText.Escape(title)}</title>
        <style>
        {Style}</style>
        {head}</head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        {navigation}<main id="content"{(notebook is null ? "" : $" data-notebook=\"{PageText.Escape(notebook)}\"")}>
        {content}</main>
        <script>{Script}</script>
        </body>
        </html>

        """;

    // The folder's own files, and scripts in the page by their hash: no text that a notebook brought can become one.
    private static string Policy(IEnumerable<string> hashes) =>
        $"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {string.Join(' ', hashes.Prepend(PackedScripts.HashOf(Script)))}; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'";

    private static string Read(string name)
    {
        using var text = new StreamReader(typeof(PageFrame).Assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }
}
