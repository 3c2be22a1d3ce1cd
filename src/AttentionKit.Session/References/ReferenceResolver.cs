using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AttentionKit.Session;

/// <summary>Finds what <c>#r</c> names, and what that depends on, beside it.</summary>
/// <param name="folder">Relative paths start here.</param>
internal sealed class ReferenceResolver(string folder) : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> references = [];

    public override bool ResolveMissingAssemblies => true;

    /// <summary>The full path that a <c>#r</c> or <c>#load</c> means.</summary>
    /// <param name="path">As written.</param>
    /// <param name="from">The cell, or the loaded file, that it is written in.</param>
    public string FullPath(string path, string? from) =>
        Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(from ?? "", folder)) ?? folder);

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // A package's assemblies are references of the whole session; the directive itself only has to resolve to something.
        if (PackageName.IsOne(reference) || HostAssemblies.Share(reference))
            return [(PortableExecutableReference)HostAssemblies.Core[0]];
        var path = FullPath(reference, baseFilePath);
        if (BundledAssemblies.Are)
            return HostAssemblies.Find(Path.GetFileNameWithoutExtension(path)) is { } bundled ? [bundled] : [];
        return File.Exists(path) ? [FromFile(path, properties)] : [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        // What the host itself needs is none of the cells' business, and reading it would cost 60 MB.
        if (HostAssemblies.Hide(referenceIdentity.Name) || definition is not PortableExecutableReference { FilePath: { } neededBy } || HostAssemblies.Share(Path.GetFileNameWithoutExtension(neededBy)))
            return null;
        if (HostAssemblies.Find(referenceIdentity.Name) is { } shared)
            return shared;
        var path = Path.Combine(Path.GetDirectoryName(neededBy)!, referenceIdentity.Name + ".dll");
        return File.Exists(path) ? FromFile(path, definition.Properties) : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    private PortableExecutableReference FromFile(string path, MetadataReferenceProperties properties)
    {
        if (!references.TryGetValue(path, out var reference))
            references[path] = reference = MetadataReference.CreateFromFile(path, properties);
        return reference;
    }
}
