using AttentionKit.Session.Running;

namespace AttentionKit.Session.Display;

/// <summary>Where the output of the running code goes, its input comes from, and whether it is to end. It follows the
/// code through awaits, tasks and threads, so that sessions don't mix.</summary>
internal static class CurrentCell
{
    private static readonly AsyncLocal<Action<Output>?> Out = new();
    private static readonly AsyncLocal<Func<string>?> In = new();

    /// <summary>Null outside of cells.</summary>
    public static Action<Output>? Publish
    {
        get => Out.Value;
        set => Out.Value = value;
    }

    /// <summary>Waits for a line; null where nobody can type one.</summary>
    public static Func<string>? ReadLine
    {
        get => In.Value;
        set => In.Value = value;
    }

    /// <summary>Cancelled when the cell is stopped.</summary>
    public static CancellationToken Stop => CellRun.Current?.Stopped ?? default;

    /// <summary>Whether it was stopped: true a moment before <see cref="Stop"/> is cancelled.</summary>
    public static bool IsStopped => CellRun.Current?.IsStopped ?? false;
}
