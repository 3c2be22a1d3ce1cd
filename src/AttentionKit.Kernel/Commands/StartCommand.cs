using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AttentionKit.Kernel.Jupyter;
using AttentionKit.Kernel.Wire;
using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Kernel.Commands;

/// <summary><c>start {connection_file}</c>: the kernel, as Jupyter starts it in the notebook's folder.</summary>
internal static class StartCommand
{
    public const string Name = "start";

    public static Command Create()
    {
        var file = new Argument<string>("connection_file") { Description = "Written by the front end: addresses and the key." };
        var command = new Command(Name, "Starts the Jupyter kernel. Front ends call this.") { file };
        command.SetAction(arguments => Start(arguments.GetValue(file)!, arguments.InvocationConfiguration.Error));
        return command;
    }

    private static int Start(string path, TextWriter error)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var warm = Task.Run(WarmUpAsync);
        try
        {
            var log = new Log(error);
            using var sockets = new JupyterSockets(ConnectionFile.Read(path), log);
            var session = new CSharpSession(Directory.GetCurrentDirectory(), new NuGetPackages(Directory.GetCurrentDirectory()));
            var dispatcher = new Dispatcher(session, sockets, log, warm);
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
            using var guard = new ExitGuard(why => Leave(dispatcher, sockets, error, $"Cell {session.ExecutionCount} {why}. That ended the kernel, and all variables are gone."));
            EndWithParent(dispatcher);
            dispatcher.Run();
        }
        catch (ConnectionFileException e)
        {
            error.WriteLine(e.Message);
            return ExitCode.BadInput;
        }
        Environment.Exit(ExitCode.Success); // A cell may have left threads that never end.
        return ExitCode.Success;
    }

    // The first compilation is slow; it runs while the front end connects.
    private static Task WarmUpAsync() => new CSharpSession(".").RunAsync("var warm = 1; display($\"{warm}\"); warm", _ => { }, CancellationToken.None);

    // The process is about to end, on the thread that ends it: the front end is told why, after all that was printed.
    private static void Leave(Dispatcher dispatcher, JupyterSockets sockets, TextWriter error, string why)
    {
        dispatcher.SayEnd(why);
        sockets.Dispose();
        error.WriteLine(why);
    }

    // A front end that crashed can't tell. On Windows Jupyter gives a handle here, and kills the kernel itself.
    private static void EndWithParent(Dispatcher dispatcher)
    {
        if (OperatingSystem.IsWindows() || !int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out var id))
            return;
        new Thread(WaitForParent) { IsBackground = true, Name = "parent" }.Start();

        void WaitForParent()
        {
            try
            {
                using var parent = Process.GetProcessById(id);
                parent.WaitForExit();
            }
            catch (ArgumentException) // It is gone already.
            {
            }
            dispatcher.End();
        }
    }
}
