using System.Text.Json.Nodes;
using AttentionKit.Kernel.Commands;
using AttentionKit.Kernel.Install;

namespace AttentionKit.Kernel.Tests.Install;

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

    [Theory]
    [InlineData("kernel.json", "// mine\n{\"argv\":[],\"display_name\":\"Mine\"}")]
    [InlineData("kernel.json", "{ not json")]
    [InlineData("notes.txt", "no kernel at all")]
    public async Task AFolderThatItDidNotWrite_IsNeverDeleted(string name, string text)
    {
        var lessons = folder.Write($"user/{KernelSpec.LessonsName}/{name}", text);
        Assert.Equal(KernelSpec.OwnName, (await InstallAsync()).Name);
        Assert.Equal(KernelSpec.OwnName, (await InstallAsync("again")).Name);
        Assert.Equal(text, await File.ReadAllTextAsync(lessons, TestContext.Current.CancellationToken));

        Directory.Delete(folder.File($"user/{KernelSpec.OwnName}"), recursive: true);
        var own = folder.Write($"user/{KernelSpec.OwnName}/{name}", text);
        var error = await Assert.ThrowsAsync<IOException>(() => InstallAsync());
        Assert.Contains("this program did not write it", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(own, TestContext.Current.CancellationToken));
        Assert.Equal(2, Directory.GetDirectories(folder.File("user")).Length);
    }

    [Fact]
    public async Task WhereAnotherKernelHasTheName_InstallSaysWhichOneALessonOpensWith()
    {
        folder.Write("system/.net-csharp/kernel.json", """{"argv":[],"display_name":"Theirs","language":"C#"}""");
        var spec = await InstallAsync();
        var text = InstallText.Of(spec, KernelSpec.Find([folder.File("user"), folder.File("system")]));
        Assert.Contains("So a lesson opens with that one.", text, StringComparison.Ordinal);
        Assert.Contains($"Theirs in {folder.File("system/.net-csharp")}", text, StringComparison.Ordinal);
        Assert.Contains("\"jupyter.completionTriggerCharacters\": {\"csharp\": [\".\", \"(\"]}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Another kernel", InstallText.Of(spec, [spec]), StringComparison.Ordinal);
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
