using System.CommandLine;
using System.Diagnostics;
using AttentionKit.Kernel.Serving;

namespace AttentionKit.Kernel.Commands;

/// <summary><c>serve [notebooks…] [--out DIR] [--open]</c>: the words of the command line.</summary>
internal static class ServeCommand
{
    private static readonly Option<bool> Open = new("--open") { Description = "Open the site in a browser." };

    public static Command Create()
    {
        var command = new Command("serve", "Writes the site and serves it on this machine; open pages load again when a notebook changes.")
        {
            SiteCommand.Named, SiteCommand.Folder, Open,
        };
        command.SetAction((arguments, cancellation) => RunAsync(
            SiteCommand.Run(arguments), arguments.GetValue(SiteCommand.Named)!, arguments.InvocationConfiguration.Output,
            arguments.GetValue(Open), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(LessonsRun run, string[] named, TextWriter output, bool open, CancellationToken cancellation)
    {
        var code = await run.RunAsync(named, cancellation);
        if (code == ExitCode.BadInput || run.Site is not { } site || cancellation.IsCancellationRequested)
            return code;
        using var server = new SiteServer(Path.GetDirectoryName(site.IndexPath)!);
        using var stop = cancellation.Register(server.Dispose);
        using var watcher = new NotebookWatcher(run.Notebooks, async () =>
        {
            await run.RunAsync(named, cancellation);
            server.TellOfChange();
        });
        output.WriteLine($"Serving {server.Address} until Ctrl+C");
        if (open)
            Process.Start(new ProcessStartInfo(server.Address.AbsoluteUri) { UseShellExecute = true });
        await server.RunAsync();
        return ExitCode.Success;
    }
}
