namespace AttentionKit.Session;

/// <summary>The packages that a session uses, each in one version.</summary>
/// <param name="source">Makes them ready; null where that can't be done.</param>
internal sealed class PackageSet(IPackages? source)
{
    private readonly SortedDictionary<string, PackageName> packages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where packages come from, beside the places that the host knows.</summary>
    public SortedSet<string> Sources { get; } = [];

    /// <summary>Adds a package to the set.</summary>
    /// <returns>False when it is there already.</returns>
    /// <exception cref="PackageException">It is there in another version.</exception>
    public bool Add(PackageName package)
    {
        if (packages.TryAdd(package.Id, package))
            return true;
        var used = packages[package.Id].Version;
        if (package.Version != "*" && package.Version != used)
            throw new PackageException(
                $"A session holds one version of a package: {package.Id} {used} was asked for before, "
                + $"and now {package.Version}. Name one version, in the first cell.");
        return false;
    }

    public void Remove(PackageName package) => packages.Remove(package.Id);

    /// <exception cref="PackageException">They could not be had; the message says why.</exception>
    public Task<PackageFiles> RestoreAsync(CancellationToken cancellation) =>
        source?.RestoreAsync(packages.Values, Sources, cancellation)
        ?? throw new PackageException("Packages can't be had here. Run the notebook in VS Code or Jupyter.");
}
