using System.Globalization;
using System.Text;

namespace AttentionKit.Plots.Matrices;

/// <summary>How a token is written beside a matrix.</summary>
internal static class TokenLabel
{
    internal const int LongestShort = 16;

    /// <summary>The token with its invisible characters made visible: spaces at its ends, line breaks, nothing at
    /// all.</summary>
    internal static string Visible(string token)
    {
        if (token.Length == 0) return "(empty)";
        var start = token.Length - token.TrimStart(' ').Length;
        var end = Math.Max(start, token.TrimEnd(' ').Length);
        var inner = string.Concat(token[start..end]
            .Select(c => c switch { '\n' => '⏎', '\t' => '⇥', _ when char.IsControl(c) => '�', _ => c }));
        return new string('␣', start) + inner + new string('␣', token.Length - end);
    }

    /// <summary>At most <see cref="LongestShort"/> characters, as a reader counts them, the last being "…" where some
    /// were cut.</summary>
    internal static string Short(string label)
    {
        var characters = new StringInfo(label);
        return characters.LengthInTextElements <= LongestShort ? label
            : characters.SubstringByTextElements(0, LongestShort - 1) + "…";
    }

    /// <summary>The label over several lines, broken at its spaces so that no line is longer than
    /// <paramref name="width"/> where that is possible.</summary>
    internal static string Wrap(string label, int width)
    {
        var text = new StringBuilder();
        var line = 0;
        foreach (var word in label.Split(' '))
        {
            var length = Length(word);
            if (text.Length > 0) text.Append(line + 1 + length > width ? '\n' : ' ');
            line = text.Length > 0 && text[^1] == ' ' ? line + 1 + length : length;
            text.Append(word);
        }
        return text.ToString();
    }

    /// <summary>Characters as a reader counts them.</summary>
    internal static int Length(string label) => new StringInfo(label).LengthInTextElements;
}
