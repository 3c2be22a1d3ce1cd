using System.Globalization;
using System.Reflection;
using AttentionKit.Models;

namespace AttentionKit.Lessons;

/// <summary>The tables that the lessons work on. They are part of this library: no file has to be found.</summary>
public static class Data
{
    private const string TableEnd = ".tsv", ModelName = "jargon.safetensors";

    /// <summary>The tables there are, by name. The folder <c>data</c> of the repository says where each comes
    /// from.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(TableEnd, StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension).Order()!];

    /// <summary>The small language model that the lessons read: three layers of four heads, trained on two dictionaries.
    /// </summary>
    /// <returns>Read anew at each call.</returns>
    public static LanguageModel LanguageModel() => AttentionKit.Models.LanguageModel.Read(
        Assembly.GetExecutingAssembly().GetManifestResourceStream(ModelName)!, ModelName);

    /// <summary>A table with its row and column names: <c>var (tokens, features, X) =
    /// Data.Table("cat-embeddings");</c></summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no table of that name.</exception>
    public static NamedMatrix Table(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + TableEnd)
            ?? throw new ArgumentException($"there is no table \"{name}\". Use one of: {string.Join(", ", Names)}.",
                nameof(name));
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads tab-separated values: a first row of column names, then a name and its numbers a row.</summary>
    /// <exception cref="FormatException">There are no rows, a row is longer or shorter than the first, or an entry is
    /// not a number.</exception>
    internal static NamedMatrix Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('\t')).ToArray();
        if (lines.Length < 2) throw new FormatException("a table must hold a row of column names and at least one row "
            + "of numbers: it has neither. Separate entries by tabs.");
        var rows = lines[1..];
        foreach (var row in rows)
            if (row.Length != lines[0].Length)
                throw new FormatException($"every row must have {lines[0].Length} entries, as the first: row "
                    + $"\"{row[0]}\" has {row.Length}.");
        return new NamedMatrix([.. rows.Select(row => row[0])], lines[0][1..],
            Rows.Of([.. rows.Select(row => Array.ConvertAll(row[1..], entry => Number(entry, row[0])))]));
    }

    private static float Number(string entry, string row) =>
        float.TryParse(entry, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"every entry must be a number: row \"{row}\" holds \"{entry}\".");
}
