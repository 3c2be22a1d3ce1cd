using System.Diagnostics;
using System.IO.Pipes;
using System.Text;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>A process that runs the cells of a notebook: whatever they do to it, they do it to no other notebook.</summary>
internal sealed class NotebookProcess : IAsyncDisposable
{
    private const int MostErrorText = 1 << 20;
    private const int MostLines = 30;
    private static readonly string[] LastWords = ["Unhandled exception", "Stack overflow", "Process terminated", "Fatal error"];
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly NamedPipeServerStream pipe;
    private readonly Process process;
    private readonly StringBuilder errorText = new();

    public NotebookProcess()
    {
        var name = Path.GetRandomFileName(); // Short: it becomes a part of a socket's path.
        pipe = new(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        Pipe = new(pipe);
        process = Process.Start(StartInfo(name))!;
        process.StandardInput.Close(); // Nobody is there to type.
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    public WorkPipe Pipe { get; }

    /// <summary>Whether nothing can be sent to it any more.</summary>
    public bool HasEnded { get; private set; }

    /// <returns>Whether it is there; false when it ended before.</returns>
    public async Task<bool> ConnectAsync()
    {
        var connected = pipe.WaitForConnectionAsync();
        await Task.WhenAny(connected, process.WaitForExitAsync());
        return connected.IsCompletedSuccessfully;
    }

    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException) // It has ended.
        {
        }
    }

    /// <summary>Waits for its end, and says what it was, as far as the process itself did.</summary>
    /// <returns>What happened in a few words, and then what the runtime wrote, line by line.</returns>
    public async Task<string[]> EndAsync()
    {
        HasEnded = true;
        await LeaveAsync();
        lock (errorText)
        {
            var text = errorText.ToString();
            var start = LastWords.Select(words => text.LastIndexOf(words, StringComparison.Ordinal)).Max();
            var lines = text[Math.Max(0, start)..].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return [process.HasExited ? $"exit code {process.ExitCode}" : "it hangs", .. start < 0 ? lines.TakeLast(MostLines) : lines.Take(MostLines)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        Pipe.Dispose();
        await LeaveAsync();
        process.Dispose();
    }

    // What a cell has started may keep the process's error stream open for ever.
    private async Task LeaveAsync()
    {
        for (var attempt = 0; attempt < 2; attempt++)
            try
            {
                await process.WaitForExitAsync().WaitAsync(Farewell);
                return;
            }
            catch (TimeoutException)
            {
                Kill();
            }
    }

    private static ProcessStartInfo StartInfo(string pipe)
    {
        var program = typeof(NotebookProcess).Assembly.Location;
        var start = new ProcessStartInfo(Dotnet.Program, [program, Commands.WorkCommand.Name, pipe])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        // To collect garbage beside the cells, and not between, takes half as much memory again.
        start.Environment.TryAdd("DOTNET_gcConcurrent", "0");
        return start;
    }

    private void Keep(string? line)
    {
        lock (errorText)
            if (errorText.Length < MostErrorText)
                errorText.Append(line).Append('\n');
    }
}
