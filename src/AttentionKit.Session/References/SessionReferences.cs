using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttentionKit.Session;

/// <summary>What the cells of a session refer to with <c>#r</c>: libraries by their path, packages by their name.</summary>
/// <param name="folder">Relative paths start here.</param>
/// <param name="source">Where packages come from.</param>
/// <param name="assemblies">Told where to load all of it from.</param>
internal sealed class SessionReferences(string folder, IPackages? source, SessionAssemblies assemblies)
{
    private readonly PackageSet packages = new(source);

    public ReferenceResolver Resolver { get; } = new(folder);

    /// <summary>The references of every cell from now on, but for libraries: those the compiler takes from the directives themselves.</summary>
    public ImmutableArray<MetadataReference> InUse { get; private set; } = HostAssemblies.Core;

    /// <summary>All that a cell can refer to.</summary>
    public ImmutableArray<MetadataReference> All { get; private set; } = HostAssemblies.References;

    /// <summary>Puts all in use.</summary>
    public void UseAll() => InUse = All;

    /// <summary>Adds places where packages come from, beside those that the host knows.</summary>
    public void AddSources(IEnumerable<string> sources) => packages.Sources.UnionWith(sources);

    /// <summary>Makes ready what a cell, and the files that it loads, refer to.</summary>
    /// <exception cref="CellRejectedException">Something is not there. The error says more than the compiler's would.</exception>
    public async Task AddAsync(IEnumerable<ReferenceDirectiveTriviaSyntax> directives, CancellationToken cancellation)
    {
        var added = new List<(PackageName Package, Location Place)>();
        foreach (var directive in directives)
        {
            var place = directive.File.GetLocation();
            if (PackageName.IsOne(directive.File.ValueText))
                AddPackage(directive.File.ValueText, place, added);
            else
                AddLibrary(directive.File.ValueText, place);
        }
        if (added.Count > 0)
            await RestoreAsync(added, cancellation);
    }

    private void AddPackage(string reference, Location place, List<(PackageName, Location)> added)
    {
        try
        {
            var package = PackageName.Parse(reference);
            if (packages.Add(package))
                added.Add((package, place));
        }
        catch (PackageException e)
        {
            throw CompilationErrors.Reject(place, e.Message);
        }
    }

    private void AddLibrary(string reference, Location place)
    {
        if (HostAssemblies.Share(reference))
            return;
        var path = Resolver.FullPath(reference, place.SourceTree!.FilePath);
        if (BundledAssemblies.Are)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!HostAssemblies.Share(name))
                throw CompilationErrors.Reject(place, $"#r finds only what this page came with, and {name} is not in it. Run the notebook in VS Code or Jupyter.");
            return;
        }
        if (!File.Exists(path))
            throw CompilationErrors.Reject(place, $"#r needs a file that is there: {path} is not. Relative paths start at the notebook's folder; if a build makes the file, build first.");
        assemblies.AddFolder(Path.GetDirectoryName(path)!);
    }

    private async Task RestoreAsync(List<(PackageName Package, Location Place)> added, CancellationToken cancellation)
    {
        var restored = false;
        try
        {
            var files = await packages.RestoreAsync(cancellation);
            assemblies.AddPackages(files);
            All = [.. HostAssemblies.References, .. files.Assemblies.Where(path => !HostAssemblies.Hide(Path.GetFileNameWithoutExtension(path))).Select(path => MetadataReference.CreateFromFile(path))];
            UseAll();
            restored = true;
        }
        catch (PackageException e)
        {
            throw CompilationErrors.Reject(added[0].Place, e.Message);
        }
        finally
        {
            if (!restored)
                added.ForEach(one => packages.Remove(one.Package));
        }
    }
}
