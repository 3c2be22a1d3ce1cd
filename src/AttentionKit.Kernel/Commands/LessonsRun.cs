using System.Diagnostics;
using System.Globalization;
using AttentionKit.Kernel.Notebooks;
using AttentionKit.Kernel.Pages;
using AttentionKit.Session;

namespace AttentionKit.Kernel.Commands;

/// <summary>Runs notebooks one after another, writes them and their pages, and says what became of them.</summary>
/// <param name="output">Progress, and where to look.</param>
/// <param name="error">What went wrong.</param>
/// <param name="folder">Of the results, in full.</param>
/// <param name="failFast">Whether the first failed cell is the end.</param>
internal sealed class LessonsRun(TextWriter output, TextWriter error, string folder, bool failFast)
{
    private readonly Dictionary<SitePage, string> outcomes = [];
    private readonly List<CellFailure> failures = [];
    private readonly bool watched = output == Console.Out && !Console.IsOutputRedirected;
    private bool badInput;

    public async Task<int> RunAsync(string[] named, CancellationToken cancellation)
    {
        var pages = Pages(Read(named.Length > 0 ? named : FindNotebooks()));
        if (pages.Count == 0)
            return ExitCode.BadInput;
        try
        {
            PrepareFolder(pages);
            var site = new Site(folder, pages);
            foreach (var page in pages)
                await RunAsync(page, site, cancellation);
            site.WriteIndex(page => outcomes[page]);
            output.WriteLine($"Open {site.IndexPath}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            badInput = true;
            error.WriteLine($"--out {folder} can't be used: {e.Message}");
        }
        ReportFailures();
        return badInput ? ExitCode.BadInput : failures.Count > 0 ? ExitCode.CellFailed : ExitCode.Success;
    }

    private async Task RunAsync(SitePage page, Site site, CancellationToken cancellation)
    {
        outcomes[page] = "not run";
        if (!cancellation.IsCancellationRequested && !(failFast && failures.Count > 0))
        {
            var run = new NotebookRun(page.Notebook);
            var time = Stopwatch.StartNew();
            using (new ExitGuard(_ => Abandon(run, page, site)))
                await RunProgress.ShowAsync(watched ? null : output, page.Name, run.CodeCells.Count, starting => run.RunAsync(failFast, starting, cancellation));
            run.Record();
            failures.AddRange(run.Failures);
            outcomes[page] = Outcome(run, time.Elapsed);
            output.WriteLine($"{page.Name}: {outcomes[page]}");
        }
        site.Write(page);
    }

    private void Abandon(NotebookRun run, SitePage page, Site site)
    {
        error.WriteLine($"{run.Notebook.Path}, cell {run.Running}: ended the process. What ran before it is in {folder}; the rest was not run.");
        run.Record();
        site.Write(page);
    }

    private static string Outcome(NotebookRun run, TimeSpan time)
    {
        var cells = string.Create(CultureInfo.InvariantCulture, $"{Count(run.CodeCells.Count)} in {time.TotalSeconds:F1} s");
        return run.Failures.Count == 0 ? cells : $"{cells}, {run.Failures.Count} failed";

        static string Count(int n) => n == 1 ? "1 cell" : $"{n} cells";
    }

    private void ReportFailures()
    {
        foreach (var failure in failures)
        {
            var line = failure.Error.Line is { } number ? $", line {number}" : "";
            error.WriteLine($"{failure.Notebook.Path}, cell {failure.Cell}{line}: {failure.Error.Name}: {failure.Error.Message}");
        }
    }

    private string[] FindNotebooks()
    {
        for (var parent = new DirectoryInfo(Directory.GetCurrentDirectory()); parent is not null; parent = parent.Parent)
        {
            var notebooks = Path.Combine(parent.FullName, "notebooks");
            if (Directory.Exists(notebooks) && Directory.GetFiles(notebooks, "*.ipynb", SearchOption.AllDirectories) is { Length: > 0 } found)
                return [.. found.Where(path => !path.Contains(".ipynb_checkpoints", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        }
        error.WriteLine("There is no folder notebooks/ with notebooks in it, here or above. Name the notebooks to run.");
        return [];
    }

    private List<Notebook> Read(string[] paths)
    {
        var notebooks = new List<Notebook>();
        foreach (var path in paths.Select(Path.GetFullPath).Distinct())
            try
            {
                notebooks.Add(Notebook.Read(path));
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

    private void PrepareFolder(List<SitePage> pages)
    {
        Directory.CreateDirectory(folder);
        var real = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        if (pages.Any(page => Path.GetDirectoryName(page.Notebook.Path) == real))
            throw new IOException("The notebooks themselves are in it, and they are never changed. Name another folder.");
    }
}
