using System.Text.Json.Nodes;
using AttentionKit.Kernel.Jupyter;

namespace AttentionKit.Kernel.Tests.Jupyter;

public sealed class KernelSpecTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WhereNoOtherKernelHasIt_TheLessonsNameIsTaken()
    {
        var spec = await InstallAsync();
        Assert.Equal(KernelSpec.LessonsName, spec.Name);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(spec.Folder, "kernel.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal("message", (string?)json["interrupt_mode"]);
        Assert.True(File.Exists((string)json["argv"]![1]!));
        Assert.All(["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"], logo => Assert.NotEqual(0, new FileInfo(Path.Combine(spec.Folder, logo)).Length));
    }

    [Fact]
    public async Task AnotherKernel_IsNeverOverwritten()
    {
        var other = folder.Write("system/.net-csharp/kernel.json", """{"argv":[],"display_name":".NET (C#)","language":"C#"}""");
        var text = await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken);
        var spec = await InstallAsync();
        Assert.Equal(KernelSpec.OwnName, spec.Name);
        Assert.Equal(text, await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task InstallingAgain_ReplacesIt_AndLeavesOneKernel()
    {
        await InstallAsync();
        await InstallAsync("new");
        var spec = Assert.Single(KernelSpec.Find([folder.File("user"), folder.File("system")]));
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(spec.Folder, "bin", "AttentionKit.Kernel.dll"), TestContext.Current.CancellationToken));
        spec.Uninstall();
        Assert.Empty(KernelSpec.Find([folder.File("user")]));
        Assert.Empty(Directory.GetDirectories(folder.File("user")));
    }

    [Fact]
    public void AFolderThatIsNoKernel_IsPassedOver()
    {
        folder.Write("user/broken/kernel.json", "{");
        folder.Write("user/empty/readme", "");
        folder.Write("user/good/kernel.json", """{"display_name":"Good"}""");
        var spec = Assert.Single(KernelSpec.Find([folder.File("user"), folder.File("not there")]));
        Assert.Equal(("good", "Good", false), (spec.Name, spec.DisplayName, spec.IsOurs));
    }

    private Task<KernelSpec> InstallAsync(string program = "program") => KernelSpec.InstallAsync(folder.File("user"), [folder.File("system")], bin =>
    {
        Directory.CreateDirectory(bin);
        return File.WriteAllTextAsync(Path.Combine(bin, "AttentionKit.Kernel.dll"), program);
    });
}
