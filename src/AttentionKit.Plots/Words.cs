namespace AttentionKit.Plots;

/// <summary>What figures call the two sides of attention.</summary>
internal static class Words
{
    internal const string QueryAxis = "query (who looks)";
    internal const string KeyAxis = "key (who is looked at)";
}
