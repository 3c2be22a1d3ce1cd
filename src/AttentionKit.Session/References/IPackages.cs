namespace AttentionKit.Session;

/// <summary>What a set of packages and all that they depend on bring, as full paths.</summary>
internal sealed record PackageFiles(string[] Assemblies, string[] Natives);

/// <summary>Where a host gets packages from.</summary>
internal interface IPackages
{
    /// <summary>Makes packages, and all that they depend on, ready to be loaded.</summary>
    /// <param name="packages">All that the session uses, each once, in the order of their names.</param>
    /// <param name="sources">Addresses or folders to look in, beside those that the host knows.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PackageException">They could not be had; the message says why.</exception>
    Task<PackageFiles> RestoreAsync(
        IEnumerable<PackageName> packages, IEnumerable<string> sources, CancellationToken cancellation);
}
