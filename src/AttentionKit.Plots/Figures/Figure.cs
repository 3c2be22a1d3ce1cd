using AttentionKit.Plots.Charts;
using AttentionKit.Plots.Matrices;
using AttentionKit.Plots.Notebook;
using AttentionKit.Plots.Plotly;
using AttentionKit.Plots.Svg;
using AttentionKit.Plots.Tables;

namespace AttentionKit.Plots;

/// <summary>A picture for a notebook: a chart, and the same numbers as a table and as text for where no script
/// runs.</summary>
/// <remarks>A notebook shows it without any registration. It moves where a <see cref="PlotlySetup"/> was shown on the
/// same page;
/// the static picture and the table are there in any case.</remarks>
[TypeFormatterSource(typeof(HtmlAndText), PreferredMimeTypes = [HtmlAndText.Html, HtmlAndText.Text])]
public sealed class Figure : IHtml
{
    private readonly Steps _steps;
    private readonly IReadOnlyList<View> _views;
    private readonly bool _hasPicture;

    private Figure(Steps steps, IReadOnlyList<View> views, bool hasPicture)
    {
        (_steps, _views, _hasPicture) = (steps, views, hasPicture);
    }

    private bool IsLarge { get; init; }

    private View Shown => _views[_steps.Active];

    /// <summary>What the picture is of.</summary>
    public string Title => Shown.Chart.Title;

    /// <summary>What the picture shows, in one sentence.</summary>
    public string Description => Shown.Caption.Sentence;

    /// <summary>What stands out in it, how it is used, and what can't be seen; may be empty.</summary>
    public string Notes => Shown.Caption.Notes.TrimStart();

    /// <summary>The same figure for a room: every number has 27 pixels or more where a script draws it, its slider too,
    /// and it is as
    /// high as a projector's 720. On any figure's page, the key F and the button beside its caption do the same on the
    /// whole screen.</summary>
    public Figure Large() => new(_steps, _views, _hasPicture) { IsLarge = true };

    /// <summary>A figure without a slider.</summary>
    /// <param name="view">All its forms.</param>
    /// <param name="hasPicture">Whether the static form has a picture too, where the table alone says it all.</param>
    internal static Figure Of(View view, bool hasPicture = true) => new(Steps.Only(view.Chart), [view], hasPicture);

    /// <summary>A figure with a slider.</summary>
    /// <param name="name">What the slider sets.</param>
    /// <param name="labels">One per position.</param>
    /// <param name="active">The position at first.</param>
    /// <param name="views">One per position, each in all its forms.</param>
    /// <param name="hasPicture">As for a figure without.</param>
    internal static Figure Of(
        string name, IReadOnlyList<string> labels, int active, IReadOnlyList<View> views, bool hasPicture = true) =>
        new(Steps.Of(name, labels, active, [.. views.Select(view => view.Chart)]), views, hasPicture);

    /// <summary>A figure element that holds a static picture, the table of the numbers, description and notes, and the
    /// chart's JSON
    /// for the script that makes it move.</summary>
    /// <remarks>Stands alone: needs no script and no network. Inherits the page's font and colours.</remarks>
    public string ToHtml() => string.Concat(
        $"<figure class=\"attentionkit\"{(IsLarge ? " data-large" : "")} aria-label=\"{Markup.Escape(Title)}\"><div "
            + $"class=\"attentionkit-static\">{HtmlTable.Style}",
        _hasPicture ? SvgPicture.Inline(_steps) : "",
        Shown.Table,
        $"</div><figcaption>{CaptionOf(Shown)}</figcaption>",
        _steps.HasSlider ? string.Concat(_views.Select(Position)) : "",
        $"<script type=\"application/json\">{Markup.EscapeJson(ToPlotlyJson())}</script></figure>");

    /// <summary>Caption and table of a position of the slider, for the script that moves it: what a page doesn't show
    /// by itself.</summary>
    private static string Position(View view) =>
        $"<template><figcaption>{CaptionOf(view)}</figcaption><div>{HtmlTable.Bare(view.Table)}</div></template>";

    private static string CaptionOf(View view) =>
        $"{Markup.Escape(view.Caption.Sentence)}<span>{Markup.Escape(view.Caption.Notes)}</span>";

    /// <summary>The chart as Plotly reads it: one JSON object with data, layout and config.</summary>
    public string ToPlotlyJson() => PlotlyJson.Of(_steps);

    /// <summary>Writes the figure as a file that needs nothing else: a page (.html) that moves as in the notebook, or a
    /// picture (.svg) for
    /// a paper or a slide.</summary>
    /// <param name="path">Ends in .html or .svg. A file of that name is overwritten.</param>
    /// <exception cref="ArgumentException">The path ends otherwise.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        File.WriteAllText(path, Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".html" => Page(),
            ".svg" => ToSvg(),
            var other => throw new ArgumentException(
                $"path must end in .html or .svg: it ends in \"{other}\". Other formats can be made from these two.",
                    nameof(path)),
        });
    }

    /// <summary>Title, numbers with the names of rows and columns, description and notes, as aligned text.</summary>
    public override string ToString() => $"{Title}\n\n{Shown.Text}\n\n{Shown.Caption}";

    internal string ToSvg() => SvgPicture.Standalone(_steps, Shown.Caption.ToString());

    private string Page() =>
        $$"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>{{Markup.Escape(Title)}}</title>
        <style>:root{color-scheme:light dark}
        body{font-family:system-ui,sans-serif;color:light-dark(#222,#ddd);background:light-dark(#fff,#1e1e1e)}</style></head>
        <body>{{ToHtml()}}{{new PlotlySetup().ToHtml()}}</body></html>
        """;
}
