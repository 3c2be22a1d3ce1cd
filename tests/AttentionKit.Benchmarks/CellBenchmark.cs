using System.Globalization;
using System.Runtime.Loader;
using AttentionKit.Session.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Spectre.Console;

namespace AttentionKit.Benchmarks;

/// <summary>What it costs a cell's loops that they can be stopped: the same code with its checks and without.</summary>
internal static class CellBenchmark
{
    private const string Code = """
        public static class Loops
        {
            const int N = 200_000;
            static int[] numbers = Enumerable.Range(0, N).ToArray();
            static List<int> list = numbers.ToList();
            static float[,] a = new float[60, 60], b = new float[60, 60], c = new float[60, 60];

            public static object Count() { long n = 0; for (var i = 0; i < N; i++) n += i ^ (n >> 3); return n; }
            public static object SumAnArray() { long n = 0; foreach (var x in numbers) n += x; return n; }
            public static object SumAList() { long n = 0; for (var i = 0; i < list.Count; i++) n += list[i]; return n; }
            public static object Softmax() { var n = 0f; for (var i = 0; i < N; i++) n += MathF.Exp(-numbers[i]); return n; }
            public static object Product()
            {
                for (var i = 0; i < 60; i++) for (var j = 0; j < 60; j++)
                { var sum = 0f; for (var k = 0; k < 60; k++) sum += a[i, k] * b[k, j]; c[i, j] = sum; }
                return c;
            }
            static int Twice(int x) => x * 2;
            public static object CallAMethod() { long n = 0; for (var i = 0; i < N; i++) n += Twice(i); return n; }
            public static object Linq() => numbers.Where(x => x % 3 == 0).Select(x => x * 2L).Sum();
            static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
            public static object Recurse() => Fib(22);
            public static object Text() { var text = new StringBuilder(); for (var i = 0; i < N / 10; i++) text.Append(i); return text; }
        }
        """;

    internal static void Run(bool isQuick)
    {
        Type plain = Load(isWoven: false), woven = Load(isWoven: true);
        var table = new Table().Title("Loops of cells: with checks, as times of the same code without");
        table.AddColumns("loop", "without", "with");
        foreach (var method in plain.GetMethods().Where(method => method.ReturnType == typeof(object) && method.IsStatic))
        {
            var race = new Race(isQuick ? 1 : 4);
            race.Add("without", method.CreateDelegate<Func<object>>());
            race.Add("with", woven.GetMethod(method.Name)!.CreateDelegate<Func<object>>());
            race.Run();
            table.AddRow(method.Name, Text("0.0 µs", 1e6 * race.Seconds("without")), Text("0.00×", race.Ratio("with", "without")));
        }
        AnsiConsole.Write(table);
    }

    private static Type Load(bool isWoven)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release);
        var code = "using System; using System.Collections.Generic; using System.Linq; using System.Text;\n" + Code;
        var compilation = CSharpCompilation.Create("cell", [CSharpSyntaxTree.ParseText(code, path: "cell", encoding: System.Text.Encoding.UTF8)], references, options);
        MemoryStream assembly = new(), symbols = new();
        var emitted = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success) throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics));
        if (isWoven) CheckWeaver.Weave(assembly, symbols);
        assembly.Position = 0;
        return new AssemblyLoadContext("cell").LoadFromStream(assembly).GetType("Loops")!;
    }

    private static string Text(string format, double number) => number.ToString(format, CultureInfo.InvariantCulture);
}
