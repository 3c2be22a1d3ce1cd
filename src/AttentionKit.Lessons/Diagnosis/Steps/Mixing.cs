namespace AttentionKit.Lessons.Diagnosis.Steps;

/// <summary>From weights to the output.</summary>
internal static class Mixing
{
    private const string Carries = "You mixed the keys. What a token offers to be found by is not what it carries: mix "
        + "the values.";

    /// <summary>Attention with weights from scores that are there: softmax, then the mixture.</summary>
    internal static Step<Desk, Desk> Mixed => new(Mix, [.. Wrong]);

    internal static IReadOnlyList<Form<Desk, Desk>> Wrong =>
        [new("keys are mixed in place of values", Carries, d => Mix(d with { Values = d.Keys }))];

    internal static Desk Mix(Desk d)
    {
        var weights = d.Softmax.Of(d.Scores);
        return d with { Weights = weights, Output = Products.Product((weights, d.Values)) };
    }
}
