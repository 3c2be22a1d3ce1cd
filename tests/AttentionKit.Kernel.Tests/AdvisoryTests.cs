using System.Diagnostics;

namespace AttentionKit.Kernel.Tests;

public sealed class AdvisoryTests
{
    // A learner's first command must not fail for what was found in a package yesterday; ours must.
    [Theory]
    [InlineData("", true)]
    [InlineData("true", false)]
    public async Task AnAdvisoryOnAPackage_IsAWarning_ExceptInOurOwnBuild(string ci, bool isWarning)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "AttentionKit.slnx"))) root = root.Parent!;
        var project = Path.Combine(root.FullName, "src", "AttentionKit", "AttentionKit.csproj");
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-getProperty:WarningsNotAsErrors", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["CI"] = ci;
        using var process = Process.Start(start)!;
        var rules = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Split(';');
        foreach (var rule in new[] { "NU1901", "NU1902", "NU1903", "NU1904" }) Assert.Equal(isWarning, rules.Contains(rule));
    }
}
