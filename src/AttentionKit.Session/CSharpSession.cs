using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using AttentionKit.Session.Display;
using AttentionKit.Session.Display.View;
using AttentionKit.Session.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace AttentionKit.Session;

/// <summary>Runs cells of C# one after another; each sees what the earlier ones declared.</summary>
/// <remarks>A cell that does not compile changes nothing. One that throws or is stopped keeps what it had assigned.
/// </remarks>
internal sealed class CSharpSession
{
    private static readonly string[] Imports =
    [
        typeof(CellGlobals).FullName!, typeof(DisplayExtensions).FullName!,
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks",
        "System.Linq",
    ];

    /// <summary>The version of C# that cells are written in.</summary>
    public static string LanguageVersion { get; } =
        Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest.MapSpecifiedToEffectiveVersion().ToDisplayString();

    public static readonly CSharpParseOptions ParseOptions =
        new(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private static readonly EmitOptions EmitOptions = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly string folder;
    private readonly SessionAssemblies assemblies = new();
    private readonly HashSet<string> warned = [];
    private readonly SessionReferences references;
    private readonly ExceptionErrors errors;
    private readonly CSharpCompilationOptions options;
    private CSharpCompilation? newest;
    private int nSubmissions;
    // Submissions put themselves here, from 1: 0 is for a host object, and there is none.
    private object?[] submissions = new object?[16];
    private string cellPath = "";
    private readonly CellRun all = new(_ => { });
    private CellRun? running;

    /// <param name="folder">Relative paths of <c>#r</c> and <c>#load</c> start here.</param>
    /// <param name="packages">Where packages come from; null where there are none.</param>
    public CSharpSession(string folder, IPackages? packages = null)
    {
        CellConsole.Install();
        CellRun.Install();
        StrayExceptions.Install();
        this.folder = Path.GetFullPath(folder);
        references = new(this.folder, packages, assemblies);
        errors = new(assemblies);
        options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: Imports, optimizationLevel: OptimizationLevel.Release, concurrentBuild: !OperatingSystem.IsBrowser(), allowUnsafe: true, specificDiagnosticOptions: CompilationErrors.Unwarned)
            .WithMetadataReferenceResolver(references.Resolver)
            .WithSourceReferenceResolver(new SourceFileResolver([], this.folder))
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default);
    }

    /// <summary>The last cell that compiled; it knows those before it.</summary>
    public CSharpCompilation? Previous { get; private set; }

    /// <summary>How many cells were run, the present one included.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>Runs one cell.</summary>
    /// <param name="code">C# script.</param>
    /// <param name="publish">Gets the output as it comes, from whatever thread it comes.</param>
    /// <param name="cancellation">Stops the cell: its own code at the next turn of a loop or entry of a method, and
    /// what waits at once.</param>
    /// <param name="readLine">Waits for a line that the user types; null where there is no user.</param>
    /// <param name="counted">False for what the user does not see as a cell.</param>
    /// <returns>Why it failed; null when it did not.</returns>
    public async Task<CellError?> RunAsync(
        string code, Action<Output> publish, CancellationToken cancellation, Func<string>? readLine = null,
        bool counted = true)
    {
        // A file beside the notebook that is not there: paths in the cell are relative to it, and its name is what
        // errors show.
        cellPath = Path.Combine(folder, counted ? $"cell {++ExecutionCount}" : "uncounted cell");
        nSubmissions++;
        var path = cellPath;
        var run = new CellRun(exception => publish(new Stray(errors.Of(exception, path))), all);
        running = CellRun.Current = run;
        (CurrentCell.Publish, CurrentCell.ReadLine) = (Publish, readLine);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var stopping = cancellation.UnsafeRegister(_ => run.Stop(), null);
        try
        {
            var directives = CellDirectives.Of(code, cellPath);
            references.AddSources(directives.Sources);
            var start = Stopwatch.GetTimestamp();
            var text = SourceText.From(directives.Code, Encoding.UTF8);
            var tree = CSharpSyntaxTree.ParseText(text, ParseOptions, cellPath, run.Stopped);
            var compilation = await CompileAsync(tree, run.Stopped);
            if (Load(ref compilation, run.Stopped) is { } cell)
                await StartAsync(cell, Finish, run);
            return null;

            void Finish(object? value)
            {
                if (directives.IsTimed)
                    CellGlobals.display($"Wall time: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms");
                var isResult = HasResult(compilation, tree) || (value is not null && Returns(tree));
                if (isResult && value is not DisplayedValue) // It is shown already.
                    CurrentCell.Publish!(new Result(value));
            }
        }
        catch (CellRejectedException rejected)
        {
            return rejected.Error;
        }
        catch (Exception exception) when (run.IsStopped)
        {
            return run.Left.IsCancellationRequested
                ? CellError.LeftBehind : CellError.WhereStopped(Describe(exception));
        }
        catch (Exception exception)
        {
            return Describe(exception);
        }

        void Publish(Output output)
        {
            if (!run.Left.IsCancellationRequested)
                publish(output);
        }
    }

    /// <summary>Goes on without a cell that was stopped and does not end: it is in a library's code. That code runs on,
    /// and what it gives is not looked at.</summary>
    public void LeaveBehind() => running?.Leave();

    /// <summary>Ends what cells have left behind: loops on threads, in tasks and in timers.</summary>
    public void End() => all.Stop();

    /// <summary>Words an exception that the user's code threw outside of a cell's run, as in a formatter.</summary>
    public CellError Describe(Exception exception) => errors.Of(exception, cellPath);

    private async Task<CSharpCompilation> CompileAsync(SyntaxTree tree, CancellationToken cancellation)
    {
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"cell{nSubmissions}", tree, Previous is null ? references.InUse : [], options, Previous, typeof(object));
        foreach (var one in compilation.SyntaxTrees) // The cell's and those of the files that it loads.
            errors.Remember(one);
        var before = references.InUse;
        var directives = compilation.SyntaxTrees.SelectMany(one => Root(one).GetReferenceDirectives());
        await references.AddAsync(directives, cancellation);
        return references.InUse == before ? compilation : WithReferences(compilation, references.InUse);
    }

    // The cells before it too: two cells agree on a type only if they agree on all that it is made of. The first has
    // them all, and hands them on: a compilation keeps a list of its own and of those before, each named as often as it
    // came.
    private static CSharpCompilation WithReferences(CSharpCompilation cell, ImmutableArray<MetadataReference> all)
    {
        var place = cell.ScriptCompilationInfo!;
        return place.PreviousScriptCompilation is { } before
            ? cell.WithScriptCompilationInfo(place.WithPreviousScriptCompilation(WithReferences(before, all)))
            : cell.WithReferences(all);
    }

    private EmitResult Emit(
        ref CSharpCompilation compilation, MemoryStream assembly, MemoryStream symbols, CancellationToken cancellation)
    {
        var emitted = EmitOnce(compilation);
        if (!HasErrors(emitted) || references.InUse == references.All)
            return emitted;
        var withAll = WithReferences(compilation, references.All);
        assembly.SetLength(0);
        symbols.SetLength(0);
        emitted = EmitOnce(withAll);
        if (HasErrors(emitted))
            return emitted;
        references.UseAll();
        compilation = withAll;
        return emitted;

        EmitResult EmitOnce(CSharpCompilation one) =>
            one.Emit(assembly, symbols, options: EmitOptions, cancellationToken: cancellation);
    }

    /// <returns>What runs the cell; null when there is nothing to run: comments, directives and usings alone.</returns>
    private Func<object?[], Task<object?>>? Load(ref CSharpCompilation compilation, CancellationToken cancellation)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = Emit(ref compilation, assembly, symbols, cancellation);
        if (HasErrors(emitted))
            throw new CellRejectedException(CompilationErrors.Of(emitted.Diagnostics));
        Previous = Declares(compilation) ? compilation : compilation.ScriptCompilationInfo!.PreviousScriptCompilation;
        var warnings = CompilationErrors.Warnings(emitted.Diagnostics.Where(one => !IsUnawaitedResult(one)))
            .Where(warned.Add).ToArray();
        if (warnings.Length > 0)
            CellGlobals.display(new Notes(warnings));
        if (!emitted.Success)
            return null;
        if (CheckWeaver.IsNeeded(compilation))
            CheckWeaver.Weave(assembly, symbols);
        assembly.Position = symbols.Position = 0;
        var entry = compilation.GetEntryPoint(cancellation)!;
        var loaded = assemblies.LoadCell(assembly, symbols);
        StrayExceptions.Remember(loaded, CellRun.Current!);
        return loaded.GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
    }

    private async Task StartAsync(Func<object?[], Task<object?>> cell, Action<object?> finish, CellRun run)
    {
        if (nSubmissions >= submissions.Length)
            Array.Resize(ref submissions, submissions.Length * 2);
        if (Previous != newest) // A cell that declares nothing supersedes nothing.
            SupersededValues.Forget(submissions, newest = Previous);
        var ending = await CellThread.RunAsync(() => FinishAsync(cell(submissions)), run).WaitAsync(run.Left);
        await ending.WaitAsync(run.Stopped);

        // On the cell's thread too, if it did not await: what shows a value is the user's code as well, and may take
        // long.
        async Task FinishAsync(Task<object?> valued) => finish(await valued);
    }

    private static bool HasErrors(EmitResult emitted) =>
        emitted.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    // A cell that leaves nothing behind stays out of the chain: a compilation costs time and memory for each that came
    // before.
    private static bool Declares(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.Length > 1
        || Root(compilation.SyntaxTrees[0]) is var root
        && (root.Usings.Count > 0 || root.Externs.Count > 0 || root.GetReferenceDirectives().Count > 0)
        || compilation.ScriptClass!.GetMembers().Any(member => !member.IsImplicitlyDeclared);

    // A task that is the cell's result is shown, and so not forgotten.
    private static bool IsUnawaitedResult(Diagnostic warning) =>
        warning.Id == "CS4014" && warning.Location.SourceTree is { } tree
        && Trailing(tree)?.Span.Contains(warning.Location.SourceSpan) == true;

    private static bool Returns(SyntaxTree tree) => Root(tree).Members.OfType<GlobalStatementSyntax>()
        .SelectMany(statement => statement.DescendantNodes(IsOfCell))
        .Any(node => node is ReturnStatementSyntax { Expression: not null });

    private static bool IsOfCell(SyntaxNode node) =>
        node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    private static bool HasResult(CSharpCompilation compilation, SyntaxTree tree) =>
        Trailing(tree) is { } last
        && compilation.GetSemanticModel(tree).GetTypeInfo(last).Type?.SpecialType != SpecialType.System_Void;

    // The expression that a cell ends with, without a semicolon.
    private static ExpressionSyntax? Trailing(SyntaxTree tree) =>
        Root(tree).Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax last }
        && last.SemicolonToken.IsMissing ? last.Expression : null;

    /// <summary>All that a cell can refer to.</summary>
    public IEnumerable<MetadataReference> References => Previous is not { } last ? references.All
        : references.All.Union(last.SourceModule.ReferencedAssemblySymbols.Select(last.GetMetadataReference)
            .OfType<PortableExecutableReference>());

    /// <summary>How cells are compiled.</summary>
    public CSharpCompilationOptions Options => options;

    /// <summary>Where relative paths start.</summary>
    public string Folder => folder;

    private static CompilationUnitSyntax Root(SyntaxTree tree) => (CompilationUnitSyntax)tree.GetRoot();
}
