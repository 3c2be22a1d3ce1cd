namespace AttentionKit.Plots;

internal static class MimeType
{
    internal const string Html = "text/html";
    internal const string Text = "text/plain";

    /// <summary>Never preferred: .NET Interactive would send it as a string, and a notebook wants an object. Our own kernel sends the object.</summary>
    internal const string Plotly = "application/vnd.plotly.v1+json";
}
