using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AttentionKit.Plots;
using Microsoft.Playwright;

namespace AttentionKit.Browser.Tests;

/// <summary>The real classic Notebook, with RequireJS on its page, shows a trusted notebook that was run elsewhere. There is no network but to itself.</summary>
public sealed class ClassicNotebookTests(Browser browser) : IClassFixture<Browser>
{
    private const string Jupyter = "/usr/bin/jupyter-notebook";

    [Fact]
    public async Task EachFigure_IsDrawnInItsOutputArea_ActsThere_AndIsUpdated()
    {
        if (!File.Exists(Jupyter)) Assert.Skip($"There is no {Jupyter} on this machine.");
        var folder = Directory.CreateTempSubdirectory().FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "figures.ipynb"), Notebook(), TestContext.Current.CancellationToken);
        var port = FreePort();
        using var trust = Start("/usr/bin/python3", folder, "-m", "nbformat.sign", "figures.ipynb");
        await trust.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var server = Start(Jupyter, folder, "--no-browser", "--allow-root", $"--port={port}", "--NotebookApp.token=", "--NotebookApp.password=");
        try
        {
            var page = await browser.OpenLocal($"http://127.0.0.1:{port}/notebooks/figures.ipynb");
            await Assertions.Expect(page.Locator(".output_area figure.attentionkit")).ToHaveCountAsync(Catalogue.All.Length, new() { Timeout = 60_000 });
            await Assertions.Expect(page.Locator(".output_area figure.attentionkit:has(.js-plotly-plot .main-svg)")).ToHaveCountAsync(Catalogue.All.Length, new() { Timeout = 60_000 });
            Assert.True(await page.EvaluateAsync<bool>("typeof requirejs === 'function' && Plotly.version === '3.7.0'"));
            await Reader.Tries(page);
            await IsUpdated(page);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a kernel sends for <c>var shown = display(curves); … shown.Update(curves)</c>, handed to the Notebook's own code.</summary>
    private static async Task IsUpdated(IPage page)
    {
        const string handle = "([type, html]) => Jupyter.notebook.get_cell(0).output_area.handle_output({ header: { msg_type: type }, content: { data: { 'text/html': html }, metadata: {}, transient: { display_id: 'loss' } } })";
        await page.EvaluateAsync(handle, new[] { "display_data", Loss(1) });
        for (var steps = 2; steps <= 12; steps++) await page.EvaluateAsync(handle, new[] { "update_display_data", Loss(steps) });
        var loss = page.Locator("figure.attentionkit[aria-label='live loss']");
        await Assertions.Expect(loss).ToHaveCountAsync(1);
        await Assertions.Expect(loss.Locator(".js-plotly-plot path.point")).ToHaveCountAsync(12);
    }

    private static string Loss(int steps) => Curves.Of("live loss", "step", "loss", Curve.Of("train", Enumerable.Range(1, steps).Select(i => 1.0 / i))).ToHtml();

    private static string Notebook() => JsonSerializer.Serialize(new
    {
        nbformat = 4,
        nbformat_minor = 5,
        metadata = new { },
        cells = new[] { Cell("setup", new PlotlySetup().ToHtml()) }.Concat(Catalogue.All.Select((figure, i) => Cell($"figure-{i}", figure.Figure.ToHtml()))),
    });

    private static object Cell(string id, string html) => new
    {
        cell_type = "code",
        id,
        execution_count = 1,
        metadata = new { },
        source = "",
        outputs = new[] { new { output_type = "display_data", metadata = new { }, data = new Dictionary<string, string> { ["text/html"] = html, ["text/plain"] = "a figure" } } },
    };

    private static Process Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        // Nothing of the user's own Jupyter: neither its settings nor what it trusts.
        foreach (var variable in (string[])["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"]) start.Environment[variable] = Path.Combine(folder, variable);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
