using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AttentionKit.Session;
using AttentionKit.Kernel.Wire;
using NetMQ;

namespace AttentionKit.Kernel.Commands;

/// <summary><c>start {connection_file}</c>: the kernel, as Jupyter starts it in the notebook's folder.</summary>
internal static class StartCommand
{
    public const string Name = "start";

    public static Command Create()
    {
        var file = new Argument<string>("connection_file") { Description = "Written by the front end: addresses and the key." };
        var command = new Command(Name, "Starts the Jupyter kernel. Front ends call this.") { file };
        command.SetAction((arguments, _) => StartAsync(arguments.GetValue(file)!, arguments.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> StartAsync(string path, TextWriter error)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var warm = Task.Run(WarmUpAsync);
        try
        {
            using var sockets = new JupyterSockets(ConnectionFile.Read(path));
            var session = new CSharpSession(Directory.GetCurrentDirectory(), new NuGetPackages(Directory.GetCurrentDirectory()));
            var dispatcher = new Dispatcher(session, sockets, warm);
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
            {
                signal.Cancel = true;
                dispatcher.Interrupt();
            });
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                dispatcher.End();
            });
            using var guard = new ExitGuard(() => error.WriteLine($"The kernel ended: cell {session.ExecutionCount} called Environment.Exit, or threw on a thread of its own."));
            EndWithParent(dispatcher);
            await dispatcher.RunAsync();
        }
        catch (Exception e) when (e is ConnectionFileException or NetMQException)
        {
            error.WriteLine(e is NetMQException ? $"The kernel can't listen where {path} says: {e.Message}" : e.Message);
            return ExitCode.BadInput;
        }
        Environment.Exit(ExitCode.Success); // A cell may have left threads that never end.
        return ExitCode.Success;
    }

    // The first compilation is slow; it runs while the front end connects.
    private static Task WarmUpAsync() => new CSharpSession(".").RunAsync("var warm = 1; display($\"{warm}\"); warm", _ => { }, CancellationToken.None);

    // A front end that crashed can't tell. On Windows Jupyter gives a handle here, and kills the kernel itself.
    private static void EndWithParent(Dispatcher dispatcher)
    {
        if (OperatingSystem.IsWindows() || !int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out var id))
            return;
        try
        {
            _ = Process.GetProcessById(id).WaitForExitAsync().ContinueWith(_ => dispatcher.End(), TaskScheduler.Default);
        }
        catch (ArgumentException)
        {
            dispatcher.End();
        }
    }
}
