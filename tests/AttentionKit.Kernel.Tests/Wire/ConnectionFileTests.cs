using AttentionKit.Kernel.Commands;
using AttentionKit.Kernel.Wire;

namespace AttentionKit.Kernel.Tests.Wire;

public sealed class ConnectionFileTests : IDisposable
{
    private const string Whole = """
        {"transport":"tcp","ip":"127.0.0.1","signature_scheme":"hmac-sha256","key":"k","kernel_name":"c",
         "shell_port":1,"control_port":2,"iopub_port":3,"stdin_port":4,"hb_port":65535}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFrontEndsFile_IsRead() =>
        Assert.Equal(
            new("tcp", "127.0.0.1", "hmac-sha256", "k", 1, 2, 3, 4, 65535),
            ConnectionFile.Read(folder.Write("c.json", Whole)));

    [Theory]
    [InlineData("\"key\":\"k\",", "", "'key'")]
    [InlineData("\"key\":\"k\"", "\"key\":null", "key")]
    [InlineData("\"stdin_port\":4,", "", "'stdin_port'")]
    [InlineData("\"shell_port\":1,", "\"shell_port\":70000,", "shell_port 70000")]
    [InlineData("\"shell_port\":1,", "\"shell_port\":-1,", "shell_port -1")]
    [InlineData("\"shell_port\":1,", "\"shell_port\":99999999999,", "shell_port")]
    [InlineData("\"shell_port\":1,", "\"shell_port\":\"one\",", "shell_port")]
    [InlineData("\"tcp\"", "\"ipc\"", "ipc")]
    [InlineData("\"127.0.0.1\"", "\"no such address\"", "no such address")]
    [InlineData("\"127.0.0.1\"", "\"203.0.113.1\"", "203.0.113.1")]
    [InlineData("{", "[", "not a connection file")]
    public async Task WhatCantBeUsed_IsSaidInOneLine(string part, string other, string named)
    {
        var file = folder.Write("c.json", Whole.Replace(part, other, StringComparison.Ordinal));
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(ExitCode.BadInput, await KernelCommand.RunAsync(["start", file], output, error));
        Assert.Contains(named, Assert.Single(error.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("[1]")]
    public void WhatIsNoFileOfJupyters_IsNamed(string text) =>
        Assert.Contains("c.json", Assert.Throws<ConnectionFileException>(
            () => ConnectionFile.Read(folder.Write("c.json", text))).Message, StringComparison.Ordinal);
}
