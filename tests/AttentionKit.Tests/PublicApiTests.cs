namespace AttentionKit.Tests;

public class PublicApiTests
{
    [Fact]
    public void TheWholePublicSurface_IsWrittenDown()
    {
        var written = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.txt"));
        var actual = PublicApi.Of(typeof(Attention).Assembly);
        if (actual == written) return;
        var file = Path.Combine(AppContext.BaseDirectory, "PublicApi.actual.txt");
        File.WriteAllText(file, actual);
        string[] added = [.. actual.Split(
            '\n').Except(written.Split('\n'))], removed = [.. written.Split('\n').Except(actual.Split('\n'))];
        Assert.Fail($"""
            The public surface of AttentionKit is not that of tests/AttentionKit.Tests/PublicApi.txt.
            Now there: {string.Join("\n           ", added)}
            Now gone: {string.Join("\n          ", removed)}
            If that is meant: cp {file} tests/AttentionKit.Tests/PublicApi.txt
            """);
    }
}
