namespace AttentionKit.Session;

/// <summary>Where the output of the running code goes, and its input comes from. It follows the code through awaits, tasks and threads, so that sessions don't mix.</summary>
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
}
