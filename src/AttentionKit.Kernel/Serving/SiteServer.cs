using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AttentionKit.Kernel.Serving;

/// <summary>Serves a folder to browsers on this machine, and to nobody else.</summary>
internal sealed class SiteServer : IDisposable
{
    private const string Changes = "/.changes";
    private const string Reload = "/.reload.js";
    private const string ReloadScript = """
        const changes = new EventSource("/.changes");
        changes.onmessage = () => location.reload();
        """;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".ipynb"] = "application/x-ipynb+json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    };

    private readonly string folder;
    private readonly HttpListener listener;
    private readonly List<HttpListenerResponse> waiting = [];

    /// <param name="folder">What to serve.</param>
    public SiteServer(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        listener = Listen();
        Address = new(listener.Prefixes.Single());
    }

    public Uri Address { get; }

    /// <summary>Answers until the listener is closed.</summary>
    public async Task RunAsync()
    {
        while (listener.IsListening)
            try
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
    }

    /// <summary>Lets every open page load itself again.</summary>
    public void TellOfChange()
    {
        lock (waiting)
            waiting.RemoveAll(page => !Tell(page));
    }

    public void Dispose() => listener.Close();

    private static bool Tell(HttpListenerResponse page)
    {
        try
        {
            page.OutputStream.Write("data: changed\n\n"u8);
            page.OutputStream.Flush();
            return true;
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static HttpListener Listen()
    {
        for (var attempt = 0; ; attempt++)
        {
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{FreePort()}/");
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close(); // Another program took the port in between.
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        try
        {
            AddHeaders(response.Headers);
            var path = Uri.UnescapeDataString(request.RawUrl?.Split('?')[0] ?? "/");
            if (request.UserHostName != Address.Authority) // A page of another site that made its own name lead here.
                response.StatusCode = 403;
            else if (request.HttpMethod is not ("GET" or "HEAD"))
                response.StatusCode = 405;
            else if (path == Changes)
            {
                KeepOpen(response);
                return;
            }
            else
                await SendAsync(response, path, request.HttpMethod == "GET");
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            response.Abort();
        }
    }

    private static void AddHeaders(WebHeaderCollection headers)
    {
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Content-Type-Options"] = "nosniff";
        headers["X-Frame-Options"] = "DENY";
        headers["Cache-Control"] = "no-cache";
    }

    private void KeepOpen(HttpListenerResponse response)
    {
        (response.ContentType, response.SendChunked) = ("text/event-stream", true);
        response.OutputStream.Write(": waits for a change\n\n"u8);
        response.OutputStream.Flush();
        lock (waiting)
            waiting.Add(response);
    }

    private async Task SendAsync(HttpListenerResponse response, string path, bool withContent)
    {
        if (Content(path) is not { } content)
        {
            response.StatusCode = 404;
            return;
        }
        response.ContentType = Types.GetValueOrDefault(path == "/" ? ".html" : Path.GetExtension(path), "application/octet-stream");
        response.ContentLength64 = content.Length;
        if (withContent)
            await response.OutputStream.WriteAsync(content);
    }

    private byte[]? Content(string path)
    {
        if (path == Reload)
            return Encoding.UTF8.GetBytes(ReloadScript);
        if (FileOf(path) is not { } file)
            return null;
        var content = File.ReadAllBytes(file);
        return Path.GetExtension(file) == ".html" ? [.. content, .. Encoding.UTF8.GetBytes($"<script src=\"{Reload}\"></script>\n")] : content;
    }

    /// <returns>Null for what is not there, hidden, or not in the folder.</returns>
    private string? FileOf(string path)
    {
        var names = path.Split('/', '\\');
        if (path.Contains('\0') || names.Any(name => name.StartsWith('.') || name.Contains(':')))
            return null;
        var file = Path.Combine(folder, path == "/" ? "index.html" : path.TrimStart('/'));
        return File.Exists(file) && RealPath.IsIn(file, folder) ? file : null;
    }
}
