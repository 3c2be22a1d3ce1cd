using System.Diagnostics;
using AttentionKit.Plots;
using Spectre.Console;

namespace AttentionKit.Benchmarks;

/// <summary>What a figure costs: the first one of a session, in a process of its own each time, and later ones.</summary>
internal static class Figures
{
    private const string First = "first";
    private const int Sessions = 7, Later = 30;

    internal static void Run(string[] args)
    {
        if (args.Contains(First)) Console.WriteLine(Milliseconds(Small()));
        else Show();
    }

    private static void Show()
    {
        var masked = Masked();
        var table = new Table().AddColumns("figure", "median, ms of a processor", "bytes of HTML");
        table.AddRow("6×6, first of a session", $"{Median(Enumerable.Range(0, Sessions).Select(_ => InAProcess())):0.0}", "");
        table.AddRow("6×6, later", $"{LaterOnes(Small()):0.00}", $"{Small()().Length}");
        table.AddRow("512×512 masked, later", $"{LaterOnes(masked):0.0}", $"{masked().Length}");
        AnsiConsole.Write(table);
    }

    /// <summary>The matrix is there before: a figure is what is measured.</summary>
    private static Func<string> Small()
    {
        var weights = Softmax.Rows(Matrix<float>.Build.Random(6, 6, 1));
        string[] tokens = ["The", "cat", "sat", "on", "the", "mat"];
        return () => Heatmap.Weights(weights, tokens).ToHtml();
    }

    private static Func<string> Masked()
    {
        var mask = Mask.Causal(512);
        var weights = Softmax.Rows(mask.Apply(Matrix<float>.Build.Random(512, 512, 1)));
        string[] tokens = [.. Enumerable.Range(0, 512).Select(i => $"token{i}")];
        return () => Heatmap.Weights(weights, tokens, mask: mask).ToHtml();
    }

    /// <summary>As in a notebook: with the runtime's own tiers, which this program switches off for kernels.</summary>
    private static double InAProcess()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["figures", First]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        return double.Parse(process.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static double LaterOnes(Func<string> figure)
    {
        for (var i = 0; i < 5; i++) figure();
        return Median(Enumerable.Range(0, Later).Select(_ => Milliseconds(figure)));
    }

    /// <summary>Of a processor: the clock on the wall says more of what else a machine does.</summary>
    private static double Milliseconds(Func<string> figure)
    {
        var start = Environment.CpuUsage.TotalTime;
        figure();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted[sorted.Length / 2];
    }
}
