using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace AttentionKit.Session.Running;

/// <summary>Stands in cells for the calls that end the process without a word: the host is told first.</summary>
/// <remarks>The compiler of cells puts the calls in (<see cref="CheckWeaver"/>); nobody writes them.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ProcessEnd
{
    /// <summary>Told why, just before.</summary>
    internal static event Action<string>? Near;

    /// <inheritdoc cref="Environment.FailFast(string)"/>
    [DoesNotReturn]
    public static void FailFast(string? message) => FailFast(message, null);

    /// <inheritdoc cref="Environment.FailFast(string, Exception)"/>
    [DoesNotReturn]
    public static void FailFast(string? message, Exception? exception)
    {
        Near?.Invoke($"called Environment.FailFast: {message}");
        Environment.FailFast(message, exception);
    }
}
