using System.Runtime.InteropServices.JavaScript;

namespace AttentionKit.Web;

/// <summary>What the worker's script does for the session.</summary>
internal static partial class Page
{
    /// <summary>Shows what a cell gives.</summary>
    /// <param name="message">JSON, see <see cref="CellMessages"/>.</param>
    [JSImport("show", "worker")]
    public static partial void Show(string message);

    /// <summary>Whether the learner has pressed Stop. Always false where the page can't share memory with its worker.</summary>
    [JSImport("isStopAsked", "worker")]
    public static partial bool IsStopAsked();

    /// <summary>Waits until the learner has typed a line.</summary>
    /// <returns>Null where the page can't share memory with its worker, so that nothing can be waited for.</returns>
    [JSImport("readLine", "worker")]
    public static partial string? ReadLine();

    /// <summary>Fetches an assembly that was not loaded at the start.</summary>
    /// <returns>Packed with gzip; empty when there is none of that name.</returns>
    [JSImport("fetchAssembly", "worker")]
    public static partial byte[] FetchAssembly(string simpleName);
}
