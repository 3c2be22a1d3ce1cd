namespace AttentionKit.Models;

/// <summary>A sequence to learn from.</summary>
/// <param name="Tokens">[nTokens]</param>
/// <param name="Targets">[nTokens]: what comes after each, or <see cref="CrossEntropy.None"/>.</param>
public sealed record Example(IReadOnlyList<int> Tokens, IReadOnlyList<int> Targets)
{
    /// <summary>Each token is the target of the one before it.</summary>
    /// <param name="tokens">At least two.</param>
    /// <exception cref="ArgumentException">Fewer than two tokens.</exception>
    public static Example Next(IReadOnlyList<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Count < 2)
            throw new ArgumentException($"tokens must hold at least two: it holds {tokens.Count}. The second is what the first predicts.", nameof(tokens));
        return new([.. tokens.Take(tokens.Count - 1)], [.. tokens.Skip(1)]);
    }
}

/// <summary>What a batch gave.</summary>
/// <param name="Loss">Mean over its sequences, in nats a target.</param>
/// <param name="Accuracy">Mean share of right predictions.</param>
/// <param name="Gradients">Mean over its sequences.</param>
public sealed record TrainingStep(double Loss, double Accuracy, Gradients Gradients)
{
    /// <summary>Forward and backward over a batch, its sequences side by side.</summary>
    /// <param name="model">Is not changed.</param>
    /// <param name="batch">At least one sequence.</param>
    /// <param name="cancellation">Ends between two sequences.</param>
    /// <returns>The same numbers to the last bit on any number of threads: sequences are added in their order.</returns>
    /// <exception cref="ArgumentException">The batch is empty, or a sequence does not fit the model.</exception>
    public static TrainingStep Of(Transformer model, IReadOnlyList<Example> batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
            throw new ArgumentException("batch must hold at least one sequence: there is none.", nameof(batch));
        var parts = new (CrossEntropy Loss, Gradients Gradients)[batch.Count];
        Parallel.For(0, batch.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var steps = model.Run(batch[i].Tokens);
            var loss = CrossEntropy.Of(steps.Logits, batch[i].Targets);
            parts[i] = (loss, model.Backward(steps, loss.Logits));
        });
        var sum = parts[0].Gradients;
        foreach (var (_, gradients) in parts.Skip(1)) sum.Add(gradients);
        sum.Multiply(1f / batch.Count);
        return new(parts.Average(part => part.Loss.Loss), parts.Average(part => part.Loss.Accuracy), sum);
    }
}
