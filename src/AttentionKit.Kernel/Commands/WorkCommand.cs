using System.CommandLine;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using AttentionKit.Kernel.Notebooks;

namespace AttentionKit.Kernel.Commands;

/// <summary><c>work {pipe}</c>: the process of a notebook, as <c>run</c> starts it. Not for people.</summary>
internal static class WorkCommand
{
    public const string Name = "work";

    public static Command Create()
    {
        var pipe = new Argument<string>("pipe");
        var command = new Command(Name, "Runs the cells of notebooks. The command run calls this.") { pipe };
        command.Hidden = true;
        command.SetAction((arguments, _) => WorkAsync(arguments.GetValue(pipe)!));
        return command;
    }

    private static async Task<int> WorkAsync(string name)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        // Ctrl+C reaches all processes of a terminal; the run decides what becomes of this one.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await pipe.ConnectAsync();
        new NotebookWorker(new(pipe)).Run();
        Environment.Exit(ExitCode.Success); // A cell may have left threads that never end.
        return ExitCode.Success;
    }
}
