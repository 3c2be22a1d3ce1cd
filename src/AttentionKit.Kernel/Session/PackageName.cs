using System.Text.RegularExpressions;

namespace AttentionKit.Kernel.Session;

/// <summary>A package as <c>#r "nuget: Id, Version"</c> names it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Version">A version or a range; "*", the newest stable one, when none is written.</param>
internal sealed partial record PackageName(string Id, string Version)
{
    /// <summary>Whether a reference names a package, well or badly.</summary>
    public static bool IsOne(string reference) => reference.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null when the reference is not of that form.</summary>
    public static PackageName? Parse(string reference)
    {
        var match = Form().Match(reference);
        return match.Success ? new(match.Groups["id"].Value, match.Groups["version"] is { Success: true } version ? version.Value : "*") : null;
    }

    [GeneratedRegex(@"^\s*nuget:\s*(?<id>[\w.-]+)\s*(,\s*(?<version>[\w.*+\-\[\](), ]+?)\s*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
