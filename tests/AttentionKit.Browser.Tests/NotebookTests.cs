using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>A lesson in the classic Notebook, as a learner works through it, with no network but this machine's own.</summary>
public sealed class NotebookTests
{
    private const string Lesson = "01-queries-keys-values.ipynb";
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string s_root = Root(AppContext.BaseDirectory);

    [Fact]
    public async Task ALesson_RunsAndDraws_AndASaveChangesResultsOnly_AndAnEndlessCellIsInterrupted_AndTheKernelRestarts()
    {
        if (!File.Exists(Chromium)) Assert.Skip($"There is no {Chromium} on this machine: pages can't be looked at.");
        await using var server = await NotebookServer.StartAsync(s_root);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(180_000); // The machine may be busy with other builds.
        await page.RouteAsync(url => new Uri(url).Host != "127.0.0.1", route => route.AbortAsync());

        await page.GotoAsync(new Uri(server.Address, $"notebooks/{Lesson}").AbsoluteUri);
        await page.WaitForFunctionAsync("window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");
        await page.ClickAsync("#celllink");
        await page.ClickAsync("#run_all_cells");
        await page.WaitForFunctionAsync("Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code' && cell.get_text().trim()).every(cell => cell.input_prompt_number > 0)");
        var figures = page.Locator("figure.attentionkit");
        Assert.NotEqual(0, await figures.CountAsync());
        await Assertions.Expect(page.Locator("figure.attentionkit:has(.js-plotly-plot)")).ToHaveCountAsync(await figures.CountAsync(), new() { Timeout = 180_000 });
        await Assertions.Expect(page.Locator(".output_error")).ToHaveCountAsync(0);

        await page.EvaluateAsync("() => Jupyter.notebook.save_notebook()");
        Assert.Equal(WithoutResults(Path.Combine(s_root, "notebooks", Lesson)), WithoutResults(server.PathOf(Lesson)));

        await Execute(page, """
            AttentionKit.Plots.Figure Loss(int steps) => AttentionKit.Plots.Curves.Of("live loss", "step", "loss", AttentionKit.Plots.Curve.Of("train", Enumerable.Range(1, steps).Select(i => 1.0 / i)));
            var shown = display(Loss(1));
            for (var steps = 2; steps <= 12; steps++)
            {
                await Task.Delay(50);
                shown.Update(Loss(steps));
            }
            """);
        var loss = page.Locator("figure.attentionkit[aria-label='live loss']");
        await Assertions.Expect(loss.Locator(".js-plotly-plot path.point")).ToHaveCountAsync(12, new() { Timeout = 180_000 });
        await Assertions.Expect(loss).ToHaveCountAsync(1);

        await Execute(page, "var kept = 41; Console.Write(\"started\"); while (true) ;");
        await Assertions.Expect(LastOutput(page)).ToContainTextAsync("started", new() { Timeout = 180_000 });
        await page.ClickAsync("#kernellink");
        await page.ClickAsync("#int_kernel");
        await Assertions.Expect(LastOutput(page)).ToContainTextAsync("The cell was stopped.", new() { Timeout = 180_000 });
        await Execute(page, "kept + 1");
        await Assertions.Expect(LastOutput(page)).ToContainTextAsync("42", new() { Timeout = 180_000 });

        await page.ClickAsync("#kernellink");
        await page.ClickAsync("#restart_kernel");
        await page.ClickAsync(".modal.in .btn-danger");
        await page.WaitForFunctionAsync("Jupyter.notebook.kernel.is_connected() && !Jupyter.notebook.kernel_busy");
        await Execute(page, "nameof(Console) + 1");
        await Assertions.Expect(LastOutput(page)).ToContainTextAsync("Console1", new() { Timeout = 180_000 });
        Assert.Equal(1, await page.EvaluateAsync<int>("Jupyter.notebook.get_cells().at(-1).input_prompt_number"));
    }

    // Keys stay in their order: a save that only moves them would be a change to commit, too.
    private static string WithoutResults(string path)
    {
        var notebook = JsonNode.Parse(File.ReadAllText(path))!;
        foreach (var cell in notebook["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code"))
        {
            cell!["outputs"] = new JsonArray();
            cell["execution_count"] = null;
        }
        return notebook.ToJsonString(new() { WriteIndented = true });
    }

    private static Task<System.Text.Json.JsonElement?> Execute(IPage page, string code) =>
        page.EvaluateAsync("code => { const cell = Jupyter.notebook.insert_cell_at_bottom('code'); cell.set_text(code); cell.execute(); }", code);

    private static ILocator LastOutput(IPage page) => page.Locator(".code_cell").Last.Locator(".output");

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "AttentionKit.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
