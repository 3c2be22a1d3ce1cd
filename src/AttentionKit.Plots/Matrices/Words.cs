namespace AttentionKit.Plots.Matrices;

/// <summary>What figures call the two sides of attention.</summary>
internal static class Words
{
    internal const string QueryAxis = "query (who looks)";
    internal const string KeyAxis = "key (who is looked at)";

    /// <summary>"1 head", "2 heads".</summary>
    internal static string Count(int count, string one, string? more = null) =>
        $"{count} {(count == 1 ? one : more ?? one + "s")}";
}
