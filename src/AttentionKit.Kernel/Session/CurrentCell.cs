namespace AttentionKit.Kernel.Session;

/// <summary>Where the output of the running code goes. It follows the code through awaits, tasks and threads, so that sessions don't mix.</summary>
internal static class CurrentCell
{
    private static readonly AsyncLocal<Action<Output>?> Current = new();

    /// <summary>Null outside of cells.</summary>
    public static Action<Output>? Publish
    {
        get => Current.Value;
        set => Current.Value = value;
    }
}
