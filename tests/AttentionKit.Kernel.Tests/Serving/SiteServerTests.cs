using System.Net;
using System.Net.Sockets;
using System.Text;
using AttentionKit.Kernel.Serving;

namespace AttentionKit.Kernel.Tests.Serving;

public sealed class SiteServerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SiteServer server;
    private readonly HttpClient client = new();

    public SiteServerTests()
    {
        Directory.CreateDirectory(folder.File("site/web"));
        File.WriteAllText(folder.File("secret.txt"), "secret");
        File.WriteAllText(folder.File("site/index.html"), "<p>front</p>");
        File.WriteAllText(folder.File("site/.hidden"), "secret");
        File.WriteAllText(folder.File("site/web/a.js"), "1");
        File.CreateSymbolicLink(folder.File("site/link.txt"), folder.File("secret.txt"));
        server = new(folder.File("site"));
        client.BaseAddress = server.Address;
        _ = server.RunAsync();
    }

    public void Dispose()
    {
        server.Dispose();
        client.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/index.html", "text/html; charset=utf-8")]
    [InlineData("/web/a.js", "text/javascript; charset=utf-8")]
    public async Task Files_AreServed_SoThatAPageMayShareMemory(string path, string type)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("require-corp", answer.Headers.GetValues("Cross-Origin-Embedder-Policy").Single());
    }

    [Theory]
    [InlineData("GET /../secret.txt", 404)]
    [InlineData("GET /%2e%2e/secret.txt", 404)]
    [InlineData("GET /..%2fsecret.txt", 404)]
    [InlineData("GET /web/..\\..\\secret.txt", 404)]
    [InlineData("GET //etc/passwd", 404)]
    [InlineData("GET /link.txt", 404)]
    [InlineData("GET /.hidden", 404)]
    [InlineData("GET /none", 404)]
    [InlineData("POST /", 405)]
    [InlineData("PUT /new.html", 405)]
    [InlineData("DELETE /index.html", 405)]
    public async Task NothingElse_IsServed(string request, int status) =>
        Assert.Equal(status, await StatusOf(request, server.Address.Authority));

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example:80")]
    public async Task AnotherSitesName_IsRefused(string host) =>
        Assert.InRange(await StatusOf("GET /", host), 400, 404);

    // A client of .NET's would tidy such paths up.
    private async Task<int> StatusOf(string request, string host)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("secret", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
