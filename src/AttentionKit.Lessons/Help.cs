using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AttentionKit.Lessons;

/// <summary>The kit's own documentation, in a cell: <c>Help.On("Projection.Apply")</c>.</summary>
public static partial class Help
{
    private static readonly Lazy<IReadOnlyDictionary<string, XElement>> s_members =
        new(() => Read(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!));

    /// <summary>What a member or a type does: its forms, each with shapes, errors and source.</summary>
    /// <param name="name">A type, or a type and its member: <c>"Attention"</c>, <c>"Attention.Steps"</c>.</param>
    /// <exception cref="ArgumentException">The kit has nothing of that name; the message names what comes
    /// near.</exception>
    public static HelpPage On(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var found = s_members.Value.Where(member => IsNamed(member.Key, name.Trim()))
            .Select(member => Entry(member.Key, member.Value)).ToArray();
        return found.Length > 0 ? new(found)
            : throw new ArgumentException($"there is no documentation of \"{name}\". {Near(name)}", nameof(name));
    }

    private static Dictionary<string, XElement> Read(string folder) =>
        Directory.EnumerateFiles(folder, "AttentionKit*.xml").Order()
            .SelectMany(path => XElement.Load(path).Descendants("member")).DistinctBy(Id).ToDictionary(Id);

    private static string Id(XElement member) => (string)member.Attribute("name")!;

    private static bool IsNamed(string id, string name) => Bare(id) is var bare
        && (bare.Equals(name, StringComparison.OrdinalIgnoreCase)
            || bare.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));

    // "M:AttentionKit.Mask.Causal(System.Int32)" is AttentionKit.Mask.Causal.
    private static string Bare(string id) =>
        Arity().Replace(id[2..].Split('(')[0], "").Replace(".#ctor", "", StringComparison.Ordinal);

    private static string Last(string bare, int parts) => string.Join('.', bare.Split('.').TakeLast(parts));

    private static bool IsType(string id) => id[0] == 'T';

    private static string Near(string name)
    {
        var last = name.Split('.')[^1];
        string[] near = [.. s_members.Value.Keys.Select(id => Last(Bare(id), IsType(id) ? 1 : 2))
            .Where(one => one.Contains(last, StringComparison.OrdinalIgnoreCase)).Distinct().Order().Take(8)];
        return near.Length > 0 ? $"Did you mean {string.Join(", ", near)}?"
            : "Name a type, or a type and its member, as in Help.On(\"Attention.Steps\").";
    }

    private static HelpEntry Entry(string id, XElement member)
    {
        var inherited = member.Descendants("inheritdoc")
            .Select(one => s_members.Value.GetValueOrDefault((string?)one.Attribute("cref") ?? ""))
            .FirstOrDefault(one => one is not null);
        var parameters = Of("param").Select(one => (Name: (string)one.Attribute("name")!, Text(one))).ToArray();
        return new(Signature(id, [.. parameters.Select(one => one.Name)]), All("summary"), parameters, All("returns"),
            [.. Of("exception").Select(one => (Last(Bare((string)one.Attribute("cref")!), 1), Text(one)))],
            All("remarks"));

        XElement[] Of(string tag) =>
            member.Elements(tag).ToArray() is { Length: > 0 } own ? own : inherited?.Elements(tag).ToArray() ?? [];
        string All(string tag) => string.Join(' ', Of(tag).Select(Text));
    }

    private static string Signature(string id, string[] parameters)
    {
        var name = Last(Bare(id), IsType(id) || id.Contains("#ctor", StringComparison.Ordinal) ? 1 : 2);
        if (id.IndexOf('(') is var open && open < 0) return name + (id[0] == 'M' ? "()" : "");
        var types = Types().Matches(id[(open + 1)..id.LastIndexOf(')')]).Select(type => Readable(type.Value));
        var named = types.Select((type, i) => i < parameters.Length ? $"{type} {parameters[i]}" : type);
        return $"{name}({string.Join(", ", named)})";
    }

    private static string Readable(string type)
    {
        var shorter = Namespace().Replace(type, "").Replace('{', '<').Replace('}', '>');
        foreach (var (clr, cs) in s_keywords) shorter = shorter.Replace(clr, cs, StringComparison.Ordinal);
        return Optional().Replace(shorter, "$1?");
    }

    private static readonly (string Clr, string CSharp)[] s_keywords =
        [("@", ""), ("Single", "float"), ("Int32", "int"), ("Boolean", "bool"), ("String", "string"),
            ("Double", "double")];

    private static string Text(XElement element) => string.Join(' ', string.Concat(element.Nodes().Select(Text))
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } link => Linked(link),
        XElement inner => Text(inner),
        _ => "",
    };

    // References in the text are the names that they refer to.
    private static string Linked(XElement link) =>
        (string?)link.Attribute("name") ?? (string?)link.Attribute("langword")
        ?? ((string?)link.Attribute("cref") is { } id ? Last(Bare(id), IsType(id) ? 1 : 2) : link.Value);

    [GeneratedRegex(@"``?\d+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"(?:[^,{}]|\{(?:[^{}]|\{[^{}]*\})*\})+")]
    private static partial Regex Types();

    [GeneratedRegex(@"\b(\w+\.)+")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"Nullable<([^<>]*)>")]
    private static partial Regex Optional();
}
