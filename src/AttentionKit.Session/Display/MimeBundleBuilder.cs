using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AttentionKit.Session.Display.Formatters;
using AttentionKit.Session.Display.View;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Display;

/// <summary>Writes one value in all its forms: those that a cell or its type provides, and else the general view.
/// </summary>
/// <param name="value">Anything but <see cref="InForms"/>.</param>
/// <param name="wanted">The forms beside text; those that its type prefers when there are none.</param>
internal sealed class MimeBundleBuilder(object? value, string[] wanted)
{
    private const string Html = HtmlFormatter.MimeType;
    private const string Plain = PlainTextFormatter.MimeType;
    private const int MostCharacters = 10_000_000;

    private readonly Type type = value?.GetType() ?? typeof(object);
    private readonly JsonObject data = [];
    private readonly List<FormatterFailure> failures = [];
    private readonly List<string> leftOut = [];
    private Node? view;
    private long length;

    public MimeBundle Build()
    {
        var own = OwnForms.None;
        Try($"The formatter source of {type}", () =>
            own = value is null or OfForm or Node ? OwnForms.None : OwnForms.Of(type));
        foreach (var mimeType in MimeTypes(own).Append(Plain).Distinct())
            Try($"The {mimeType} formatter of {type}", () => Add(mimeType, Text(mimeType, own)));
        data[Plain] = string.Join('\n', leftOut.Prepend((string?)data[Plain] ?? TypeName.Of(type)));
        return new(data, failures, length);
    }

    private IEnumerable<string> MimeTypes(OwnForms own) =>
        value is OfForm(_, var form) ? [form]
        : wanted.Length > 0 ? wanted
        : own.Preferred is { } preferred ? preferred.Union(own.MimeTypes.Where(IsVendors))
        : own.IsEmpty ? [Html]
        : own.MimeTypes;

    /// <returns>Null when the value has no such form, and needs none.</returns>
    private string? Text(string mimeType, OwnForms own)
    {
        using var writer = new BoundedWriter(MostCharacters);
        try
        {
            return Write(mimeType, own, writer) ? writer.ToString() : null;
        }
        catch (TooLongException)
        {
            var most = MostCharacters.ToString("N0", CultureInfo.InvariantCulture);
            var what = mimeType == Plain ? "The rest" : mimeType;
            leftOut.Add($"… {what} is left out: it is longer than {most} characters.");
            return mimeType == Plain ? writer.ToString() : null;
        }
    }

    private bool Write(string mimeType, OwnForms own, BoundedWriter writer)
    {
        if (value is not null && own.Write(value, mimeType, writer))
            return true;
        var text = (mimeType, value) switch
        {
            (_, OfForm given) => given.Text,
            (Plain, not null) when !own.IsEmpty => value.ToString(),
            (Plain, _) => NodeText.Of(View()),
            (Html, _) => NodeHtml.Of(View()) ?? (wanted.Contains(Html) ? Preformatted(NodeText.Of(View())) : null),
            (_, string already) => already,
            _ => throw new InvalidOperationException(
                "None is registered. Register one, or take it out of the type's preferred MIME types."),
        };
        writer.Write(text);
        return text is not null;
    }

    private static string Preformatted(string text) => $"<pre>{WebUtility.HtmlEncode(text)}</pre>";

    private void Add(string mimeType, string? text)
    {
        if (text is null)
            return;
        data[mimeType] = IsJson(mimeType) ? JsonNode.Parse(text) : text;
        length += text.Length;
    }

    private Node View() => view ??= value as Node ?? new Viewer(OwnNode).Of(value);

    private static Node? OwnNode(object part)
    {
        var own = OwnForms.Of(part.GetType());
        var (html, text) = (Form(Html), Form(Plain));
        return html is not null ? new Markup(html, text ?? part.ToString() ?? "")
            : text is not null ? new Leaf(text)
            : null;

        string? Form(string mimeType)
        {
            using var writer = new BoundedWriter(MostCharacters);
            return own.Write(part, mimeType, writer) ? writer.ToString() : null;
        }
    }

    // The formatters are the user's code, and what they throw is for the user; but not that the cell is to end.
    private void Try(string what, Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (!CurrentCell.IsStopped)
        {
            failures.Add(new($"{what} failed", e));
        }
    }

    // What a host draws itself: it takes it if it can, and else one of the other forms.
    private static bool IsVendors(string mimeType) =>
        mimeType.StartsWith("application/vnd.", StringComparison.Ordinal) && IsJson(mimeType);

    private static bool IsJson(string mimeType) => mimeType.EndsWith("json", StringComparison.Ordinal);
}
