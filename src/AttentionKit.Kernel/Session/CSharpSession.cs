using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace AttentionKit.Kernel.Session;

/// <summary>Runs cells of C# one after another; each sees what the earlier ones declared.</summary>
/// <remarks>A cell that does not compile changes nothing. One that throws or is stopped keeps what it had assigned.</remarks>
internal sealed class CSharpSession
{
    /// <summary>The version of C# that cells are written in.</summary>
    public const string LanguageVersion = "14.0";

    private static readonly string[] Imports = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];
    private static readonly CSharpParseOptions ParseOptions = new(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private readonly string folder;
    private readonly SessionAssemblies assemblies = new();
    private readonly ReferenceResolver resolver;
    private readonly NuGetPackages packages;
    private readonly CellErrors errors;
    private readonly CSharpCompilationOptions options;
    private ImmutableArray<MetadataReference> references = HostAssemblies.References;
    private CSharpCompilation? previous;
    private object?[] submissions = new object?[16]; // Cells put themselves here: the globals first, then one place a cell.

    /// <param name="folder">Relative paths of <c>#r</c> and <c>#load</c> start here.</param>
    /// <param name="packageCache">Where restored packages are remembered; a folder of the user's when null.</param>
    public CSharpSession(string folder, string? packageCache = null)
    {
        CellConsole.Install();
        this.folder = folder = Path.GetFullPath(folder);
        resolver = new(folder);
        packages = new(folder, packageCache ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "AttentionKit", "packages"));
        errors = new(assemblies);
        submissions[0] = new CellGlobals();
        options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: Imports, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true)
            .WithMetadataReferenceResolver(resolver)
            .WithSourceReferenceResolver(new SourceFileResolver([], folder))
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default);
    }

    /// <summary>How many cells were run, the present one included.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>Runs one cell.</summary>
    /// <param name="code">C# script.</param>
    /// <param name="publish">Gets the output as it comes, from whatever thread it comes.</param>
    /// <param name="cancellation">Stops the cell. Code after an await can't be aborted and is left behind.</param>
    /// <returns>Why it failed; null when it did not.</returns>
    public async Task<CellError?> RunAsync(string code, Action<Output> publish, CancellationToken cancellation)
    {
        ExecutionCount++;
        CurrentCell.Publish = publish;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            var tree = CSharpSyntaxTree.ParseText(SourceText.From(code, System.Text.Encoding.UTF8), ParseOptions, CellPath, cancellation);
            var compilation = await ResolveAsync(Compilation(tree), cancellation);
            var cell = Load(compilation, cancellation);
            var value = await StartAsync(cell, cancellation);
            if (HasResult(compilation, tree))
                publish(new Result(value));
            return null;
        }
        catch (CellRejectedException rejected)
        {
            return rejected.Error;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return new(CellError.Stopped, "The cell was stopped.", null, ["The cell was stopped."]);
        }
        catch (Exception exception)
        {
            return Describe(exception);
        }
    }

    /// <summary>Words an exception that the user's code threw outside of a cell's run, as in a formatter.</summary>
    public CellError Describe(Exception exception) => errors.OfException(exception, CellPath);

    // A file beside the notebook that is not there: paths in the cell are relative to it, and its name is what errors show.
    private string CellPath => Path.Combine(folder, $"cell {ExecutionCount}");

    private CSharpCompilation Compilation(SyntaxTree tree) =>
        CSharpCompilation.CreateScriptCompilation($"cell{ExecutionCount}", tree, references, options, previous, typeof(object), typeof(CellGlobals));

    // #r is looked at before compiling, in the cell and in what it loads: packages become references, and errors say more than the compiler's.
    private async Task<CSharpCompilation> ResolveAsync(CSharpCompilation compilation, CancellationToken cancellation)
    {
        var added = new List<(PackageName Package, Location Place)>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            errors.Remember(tree);
            foreach (var directive in ((CompilationUnitSyntax)await tree.GetRootAsync(cancellation)).GetReferenceDirectives())
                Resolve(directive, added);
        }
        if (added.Count == 0)
            return compilation;
        await RestoreAsync(added, cancellation);
        return compilation.WithReferences(references);
    }

    private void Resolve(ReferenceDirectiveTriviaSyntax directive, List<(PackageName, Location)> added)
    {
        var reference = directive.File.ValueText;
        var place = directive.File.GetLocation();
        if (PackageName.IsOne(reference))
        {
            var package = PackageName.Parse(reference) ?? throw Rejected(place, $"A package is named as \"nuget: Id, Version\" or \"nuget: Id\"; this is \"{reference}\".");
            if (AtPlace(place, () => packages.Add(package)))
                added.Add((package, place));
        }
        else if (!HostAssemblies.Share(reference))
        {
            var path = resolver.FullPath(reference, directive.SyntaxTree.FilePath);
            if (!File.Exists(path))
                throw Rejected(place, $"#r needs a file that is there: {path} is not. Relative paths start at the notebook's folder; if a build makes the file, build first.");
            assemblies.AddFolder(Path.GetDirectoryName(path)!);
        }
    }

    private async Task RestoreAsync(List<(PackageName Package, Location Place)> added, CancellationToken cancellation)
    {
        try
        {
            var files = await packages.RestoreAsync(cancellation);
            files = files with { Assemblies = [.. files.Assemblies.Where(path => !HostAssemblies.Show(Path.GetFileNameWithoutExtension(path)))] };
            assemblies.AddPackages(files);
            references = [.. HostAssemblies.References, .. files.Assemblies.Select(path => MetadataReference.CreateFromFile(path))];
        }
        catch (Exception e)
        {
            added.ForEach(one => packages.Remove(one.Package));
            throw e is InvalidOperationException ? Rejected(added[0].Place, e.Message) : e;
        }
    }

    private Func<object?[], Task<object?>> Load(CSharpCompilation compilation, CancellationToken cancellation)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellation);
        if (emitted.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            throw new CellRejectedException(CellErrors.OfCompilation(emitted.Diagnostics));
        previous = compilation;
        if (!emitted.Success) // Nothing to run: comments, directives and usings alone.
            return _ => Task.FromResult<object?>(null);
        assembly.Position = symbols.Position = 0;
        var entry = compilation.GetEntryPoint(cancellation)!;
        var type = assemblies.LoadCell(assembly, symbols).GetType(entry.ContainingType.MetadataName)!;
        return type.GetMethod(entry.MetadataName, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
    }

    private async Task<object?> StartAsync(Func<object?[], Task<object?>> cell, CancellationToken cancellation)
    {
        if (ExecutionCount + 1 >= submissions.Length)
            Array.Resize(ref submissions, submissions.Length * 2);
        var running = await StoppableThread.RunAsync(() => cell(submissions), cancellation);
        return await running.WaitAsync(cancellation);
    }

    private static bool HasResult(CSharpCompilation compilation, SyntaxTree tree) =>
        ((CompilationUnitSyntax)tree.GetRoot()).Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
        && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void;

    private static CellRejectedException Rejected(Location place, string message) => new(CellErrors.OfPlace(place, message));

    private static T AtPlace<T>(Location place, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (InvalidOperationException e)
        {
            throw Rejected(place, e.Message);
        }
    }
}
