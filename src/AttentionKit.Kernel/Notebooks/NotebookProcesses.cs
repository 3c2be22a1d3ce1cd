using System.Collections.Concurrent;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>The processes of one run. A process that one notebook left as it found it serves the next, since its start takes longer than most notebooks.</summary>
internal sealed class NotebookProcesses : IAsyncDisposable
{
    private readonly ConcurrentStack<NotebookProcess> idle = [];

    /// <summary>A process that shows nothing of earlier notebooks.</summary>
    public async Task<NotebookProcess> TakeAsync()
    {
        if (idle.TryPop(out var process))
            return process;
        process = new();
        await process.ConnectAsync();
        return process;
    }

    /// <summary>Gives back one that is as it was.</summary>
    public void Return(NotebookProcess process) => idle.Push(process);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in idle)
            await process.DisposeAsync();
    }
}
