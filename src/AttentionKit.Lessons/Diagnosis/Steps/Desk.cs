namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>The matrices of attention, as far as an exercise has given or computed them. One row a token, as
/// everywhere.</summary>
internal sealed record Desk
{
    internal Numbers X { get; init; } = Numbers.Build.Dense(1, 1);

    /// <summary>Where keys and values come from, when another sequence asks.</summary>
    internal Numbers Source { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Wq { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Wk { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Wv { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Queries { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Keys { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Values { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Scores { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Weights { get; init; } = Numbers.Build.Dense(1, 1);

    internal Numbers Output { get; init; } = Numbers.Build.Dense(1, 1);

    /// <summary>How many of the keys are real, where the rest is padding.</summary>
    internal int Length { get; init; }

    internal int NHeads { get; init; } = 1;

    internal SoftmaxPlan Softmax { get; init; } = new();

    internal MaskPlan Mask { get; init; } = new();
}
