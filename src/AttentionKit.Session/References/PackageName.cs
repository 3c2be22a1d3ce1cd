using System.Text.RegularExpressions;

namespace AttentionKit.Session;

/// <summary>Why packages can't be used: a name that is none, versions that don't go together, or NuGet's own
/// words.</summary>
internal sealed class PackageException(string message) : Exception(message);

/// <summary>A package as <c>#r "nuget: Id, Version"</c> names it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Version">A version or a range; "*", the newest stable one, when none is written.</param>
internal sealed partial record PackageName(string Id, string Version)
{
    /// <summary>Whether a reference names a package, well or badly.</summary>
    public static bool IsOne(string reference) =>
        reference.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="PackageException">The reference is not of that form.</exception>
    public static PackageName Parse(string reference) => Form().Match(reference) is { Success: true } match
        ? new(match.Groups["id"].Value, match.Groups["version"] is { Success: true } version ? version.Value : "*")
        : throw new PackageException(
            $"A package is named as \"nuget: Id, Version\" or \"nuget: Id\"; this is \"{reference}\".");

    [GeneratedRegex(
        @"^\s*nuget:\s*(?<id>[\w.-]+)\s*(,\s*(?<version>[\w.*+\-\[\](), ]+?)\s*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
