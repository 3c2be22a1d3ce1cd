namespace AttentionKit;

/// <summary>How many multiplications a layer of attention needs, by step.</summary>
/// <param name="Projections">For queries, keys and values: grows with the number of tokens.</param>
/// <param name="Scores">Queries · keysᵀ in all heads: grows with queries × keys.</param>
/// <param name="Mix">Weights · values in all heads: grows with queries × keys.</param>
/// <param name="Output">For Wo: grows with the number of queries.</param>
public sealed record MacCounts(long Projections, long Scores, long Mix, long Output)
{
    /// <summary>All steps together.</summary>
    public long Total => Projections + Scores + Mix + Output;
}
