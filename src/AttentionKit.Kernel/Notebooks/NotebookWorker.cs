using System.Collections.Concurrent;
using System.Diagnostics;
using AttentionKit.Session;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>Runs the cells of one notebook after another, in a process that has nothing else to do.</summary>
internal sealed class NotebookWorker(WorkPipe host)
{
    private const long MostMemory = 300_000_000; // What the system lends a process for a large notebook is back only at its end.

    private readonly BlockingCollection<WorkMessage> messages = [];
    private readonly Lock gate = new();
    private CellRunner? notebook;
    private (int Number, CancellationTokenSource Stop) running = (0, new());

    /// <summary>Does what it is told to, as long as there is somebody to tell it.</summary>
    public void Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => notebook?.Flush();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => notebook?.Flush();
        new Thread(Listen) { IsBackground = true }.Start();
        CellConsole.Install();
        var before = ProcessState.Now();
        foreach (var message in messages.GetConsumingEnumerable())
            if (message is OpenNotebook open)
                Open(open.Folder);
            else if (message is RunCell cell)
                Run(cell);
            else
            {
                Close();
                host.Send(new Finished(ProcessState.Now() == before && Environment.WorkingSet < MostMemory));
            }
    }

    private void Listen()
    {
        while (host.Receive() is { } message)
            lock (gate)
                if (message is not StopCell stop)
                {
                    if (message is RunCell cell)
                        running = (cell.Number, new());
                    messages.Add(message);
                }
                else if (stop.Number == running.Number)
                    running.Stop.Cancel();
        Process.GetCurrentProcess().Kill(); // The run has ended, and nobody waits for this cell any more.
    }

    private void Open(string folder)
    {
        Directory.SetCurrentDirectory(folder);
        Formatter.ResetToDefault();
        notebook = new(host, folder);
    }

    private void Run(RunCell cell) => notebook!.RunAsync(cell, running.Stop.Token).GetAwaiter().GetResult();

    private void Close()
    {
        notebook?.End();
        notebook = null;
        running = (0, new());
        Formatter.ResetToDefault();
        GC.Collect();
    }

    /// <summary>What a cell can change for all that runs after it in the same process.</summary>
    private sealed record ProcessState(TextWriter Out, TextWriter Error, TextReader In, string Variables)
    {
        public static ProcessState Now() => new(Console.Out, Console.Error, Console.In, string.Join('\n',
            Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal)));
    }
}
