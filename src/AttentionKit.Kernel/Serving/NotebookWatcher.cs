namespace AttentionKit.Kernel.Serving;

/// <summary>Tells when notebooks were saved: once, soon after, for an editor writes a file in several steps.</summary>
internal sealed class NotebookWatcher : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    private readonly List<FileSystemWatcher> watchers = [];
    private readonly SemaphoreSlim one = new(1);
    private readonly Func<Task> changed;
    private readonly Timer timer;

    /// <param name="notebooks">Their paths.</param>
    /// <param name="changed">Called again only when it has come to its end.</param>
    public NotebookWatcher(IReadOnlyCollection<string> notebooks, Func<Task> changed)
    {
        this.changed = changed;
        timer = new(_ => _ = TellAsync());
        foreach (var folder in notebooks.Select(path => Path.GetDirectoryName(path)!).Distinct())
        {
            var watcher = new FileSystemWatcher(folder, "*.ipynb");
            watcher.Changed += (_, file) => Note(file.FullPath);
            watcher.Created += (_, file) => Note(file.FullPath);
            watcher.Renamed += (_, file) => Note(file.FullPath);
            watcher.EnableRaisingEvents = true;
            watchers.Add(watcher);
        }

        void Note(string path)
        {
            if (notebooks.Contains(path))
                timer.Change(Soon, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        watchers.ForEach(watcher => watcher.Dispose());
        timer.Dispose();
        one.Dispose();
    }

    private async Task TellAsync()
    {
        await one.WaitAsync();
        try
        {
            await changed();
        }
        finally
        {
            one.Release();
        }
    }
}
