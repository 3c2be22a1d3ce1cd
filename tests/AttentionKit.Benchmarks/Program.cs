using AttentionKit.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["peers", ..]) Peers.Run(isQuick: args.Contains("--quick"));
else if (args is ["session", ..])
{
    var most = args.Length > 1 ? int.Parse(args[1]) : 2000;
    foreach (var redeclaring in new[] { false, true }) await SessionBenchmark.RunAsync(most, redeclaring);
}
else if (args is ["cells", ..]) CellBenchmark.Run(isQuick: args.Contains("--quick"));
else if (args is ["models", ..]) ModelBenchmark.Run(isQuick: args.Contains("--quick"));
else if (args is ["figures", ..]) Figures.Run(args);
else BenchmarkSwitcher.FromAssembly(typeof(Peers).Assembly).Run(args);
