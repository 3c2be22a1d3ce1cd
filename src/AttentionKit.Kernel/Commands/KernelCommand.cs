using System.CommandLine;

namespace AttentionKit.Kernel.Commands;

/// <summary>The program's command line.</summary>
internal static class KernelCommand
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Runs C# notebooks, with Jupyter and without.")
        {
            RunCommand.Create(), SiteCommand.Create(), ServeCommand.Create(), StartCommand.Create(), WorkCommand.Create(),
            InstallCommands.Install(), InstallCommands.Uninstall(), InstallCommands.List(),
        };
        var parsed = root.Parse(arguments);
        // After Ctrl+C the running cell is stopped and what was run is written; a cell that can't be stopped is not waited for.
        TimeSpan? timeout = parsed.CommandResult.Command.Name == StartCommand.Name ? null : TimeSpan.FromSeconds(10);
        var configuration = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = timeout };
        var code = await parsed.InvokeAsync(configuration);
        return parsed.Errors.Count > 0 ? ExitCode.BadInput : code;
    }
}
