namespace AttentionKit.Session;

/// <summary>A value that <c>display</c> has shown.</summary>
public sealed class DisplayedValue
{
    private readonly Action<Output>? origin = CurrentCell.Publish;

    internal DisplayedValue()
    {
    }

    internal string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Shows another value in its place, wherever it is shown.</summary>
    /// <param name="value">Anything; null is shown too.</param>
    public void Update(object? value) => (CurrentCell.Publish ?? origin)?.Invoke(new Updated(value, Id));
}
