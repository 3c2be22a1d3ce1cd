using AttentionKit.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["peers", ..]) Peers.Run(isQuick: args.Contains("--quick"));
else if (args is ["cells", ..]) CellBenchmark.Run(isQuick: args.Contains("--quick"));
else BenchmarkSwitcher.FromAssembly(typeof(Peers).Assembly).Run(args);
