using System.Diagnostics;
using System.Globalization;
using AttentionKit.Kernel.Notebooks;
using AttentionKit.Kernel.Pages;

namespace AttentionKit.Kernel.Commands;

/// <summary>How a run treats its notebooks.</summary>
/// <param name="Folder">Of the results; null for <c>artifacts/lessons</c>.</param>
/// <param name="FailFast">Whether the first failed cell is the end.</param>
/// <param name="CellTimeout">How long one cell may take.</param>
/// <param name="IsSite">Whether cells are to run in the pages too.</param>
internal sealed record RunOptions(string? Folder, bool FailFast, TimeSpan CellTimeout, bool IsSite = false);

/// <summary>Runs notebooks, writes them and their pages, and says what became of them.</summary>
/// <param name="output">Progress, and where to look.</param>
/// <param name="error">What went wrong.</param>
internal sealed class LessonsRun(TextWriter output, TextWriter error, RunOptions options)
{
    private readonly Dictionary<SitePage, string> outcomes = [];
    private readonly Dictionary<SitePage, List<CellFailure>> failures = [];
    private readonly RunProgress progress = new(output);
    private bool badInput;
    private WebFiles? web; // built once, however often the notebooks change

    /// <summary>What was written; null before, and where nothing could be.</summary>
    public Site? Site { get; private set; }

    /// <summary>The paths of the notebooks in it.</summary>
    public IReadOnlyCollection<string> Notebooks { get; private set; } = [];

    public async Task<int> RunAsync(string[] named, CancellationToken cancellation)
    {
        outcomes.Clear();
        failures.Clear();
        badInput = false;
        var lessons = named.Length > 0 ? new(Directory.GetCurrentDirectory(), named) : FindLessons();
        var pages = Pages(Read(lessons.Paths));
        if (pages.Count == 0)
            return ExitCode.BadInput;
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder ?? Path.Combine(lessons.Root, "artifacts", "lessons")));
        try
        {
            CheckFolder(folder, pages);
            web ??= options.IsSite ? await WebFiles.PublishAsync(Repository(), output, cancellation) : null;
            var site = new Site(new(folder), pages, web);
            site.Check();
            (Site, Notebooks) = (site, pages.ConvertAll(page => page.Notebook.Path));
            await progress.ShowAsync(() => RunAsync(pages, site, cancellation));
            site.WriteIndex(page => outcomes[page]);
            output.WriteLine($"Open {site.IndexPath}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            badInput = true;
            error.WriteLine($"--out {folder} can't be used: {e.Message}");
        }
        ReportFailures(pages);
        return badInput ? ExitCode.BadInput : failures.Count == 0 ? ExitCode.Success : ExitCode.CellFailed;
    }

    private async Task RunAsync(List<SitePage> pages, Site site, CancellationToken cancellation)
    {
        await using var processes = new NotebookProcesses();
        foreach (var page in pages)
            await RunAsync(page, processes, site, cancellation);
    }

    private async Task RunAsync(SitePage page, NotebookProcesses processes, Site site, CancellationToken cancellation)
    {
        outcomes[page] = "not run";
        if (!cancellation.IsCancellationRequested && !(options.FailFast && failures.Count > 0))
        {
            var run = new NotebookRun(page.Notebook, processes, options.CellTimeout);
            var time = Stopwatch.StartNew();
            var bar = progress.Start(page.Name, run.CodeCells.Count);
            await run.RunAsync(options.FailFast, bar.Starting, cancellation);
            if (run.Failures.Count > 0)
                failures[page] = run.Failures;
            outcomes[page] = Outcome(run, time.Elapsed);
            bar.End($"{page.Name}: {outcomes[page]}");
        }
        site.Write(page);
        page.Notebook.ForgetOutputs();
    }

    private static string Outcome(NotebookRun run, TimeSpan time)
    {
        var (all, ran) = (run.CodeCells.Count, run.Count);
        var cells = ran < all ? $"{ran} of {all} cells" : all == 1 ? "1 cell" : $"{all} cells";
        var took = string.Create(CultureInfo.InvariantCulture, $"{cells} in {time.TotalSeconds:F1} s");
        return run.Failures.Count == 0 ? took : $"{took}, {run.Failures.Count} failed";
    }

    private void ReportFailures(List<SitePage> pages)
    {
        foreach (var (notebook, cell, fault) in pages.SelectMany(page => failures.GetValueOrDefault(page, [])))
        {
            var line = fault.Line is { } number ? $", line {number}" : "";
            error.WriteLine($"{notebook.Path}, cell {cell}{line}: {fault.Name}: {fault.Message}");
        }
    }

    // Named notebooks may be anywhere: then this program's own repository is meant.
    private static string Repository() => LessonSearch.From(AppContext.BaseDirectory)?.Root ?? Directory.GetCurrentDirectory();

    private LessonSearch FindLessons()
    {
        if (LessonSearch.From(Directory.GetCurrentDirectory()) is { } found)
            return found;
        error.WriteLine("There is no folder notebooks/ with notebooks in it, here or above. Name the notebooks to run.");
        return new("", []);
    }

    private List<Notebook> Read(string[] paths)
    {
        var notebooks = new List<Notebook>();
        foreach (var path in paths)
            try
            {
                var notebook = Notebook.Read(path);
                if (notebooks.TrueForAll(other => other.Path != notebook.Path))
                    notebooks.Add(notebook);
            }
            catch (NotebookException e)
            {
                badInput = true;
                error.WriteLine(e.Message);
            }
        return notebooks;
    }

    // Notebooks of several folders may share a name, but not a file.
    private static List<SitePage> Pages(List<Notebook> notebooks)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "index" };
        return notebooks.ConvertAll(notebook =>
        {
            var name = Path.GetFileNameWithoutExtension(notebook.Path);
            var unique = name;
            for (var n = 2; !taken.Add(unique); n++)
                unique = $"{name}-{n}";
            return new SitePage(notebook, unique);
        });
    }

    private static void CheckFolder(string folder, List<SitePage> pages)
    {
        var holders = pages.Select(page => page.Notebook.Path)
            .SelectMany(path => new[] { Path.GetDirectoryName(path)!, Path.GetDirectoryName(RealPath.Of(path))! }).Distinct();
        if (holders.FirstOrDefault(holder => RealPath.MayBeSame(holder, folder)) is { } same)
            throw new IOException($"The notebooks themselves are in it ({same}), and they are never changed. Name another folder.");
    }
}
