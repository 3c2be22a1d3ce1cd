namespace AttentionKit.Session.Display;

/// <summary>A value that <c>display</c> has shown.</summary>
public sealed class DisplayedValue
{
    private readonly Action<Output>? origin = CurrentCell.Publish;
    private readonly string[] mimeTypes;

    internal DisplayedValue(object? value, string[] mimeTypes)
    {
        this.mimeTypes = mimeTypes;
        origin?.Invoke(new Displayed(Formed(value), Id));
    }

    internal string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Shows another value in its place, in the same forms, wherever it is shown.</summary>
    /// <param name="value">Anything; null is shown too.</param>
    public void Update(object? value) => (CurrentCell.Publish ?? origin)?.Invoke(new Updated(Formed(value), Id));

    private object? Formed(object? value) =>
        mimeTypes.Length == 0 || value is OfForm ? value : new InForms(value, mimeTypes);
}
