using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>How surprised a model is by what came next.</summary>
/// <param name="Loss">Mean of −ln p(target) over the positions that have one, in nats.</param>
/// <param name="Accuracy">Share of those positions whose target has the largest logit.</param>
/// <param name="Logits">[nTokens × nVocabulary]: ∂loss/∂logits = (softmax − 1 at the target) / number of targets.</param>
public sealed record CrossEntropy(double Loss, double Accuracy, Matrix<float> Logits)
{
    /// <summary>A target that is left out.</summary>
    public const int None = -1;

    /// <summary>The loss of each position's next token, and its gradient.</summary>
    /// <param name="logits">[nTokens × nVocabulary]</param>
    /// <param name="targets">[nTokens]: the token that comes next, or <see cref="None"/>.</param>
    /// <exception cref="ArgumentException">Not one target for each position, none at all, or one that is not in the vocabulary.</exception>
    public static CrossEntropy Of(Matrix<float> logits, IReadOnlyList<int> targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        Guard(logits, targets);
        var gradient = Softmax.Rows(logits);
        var (nTargets, loss, nRight) = (targets.Count(target => target != None), 0.0, 0);
        for (var i = 0; i < targets.Count; i++)
        {
            if (targets[i] == None)
            {
                gradient.ClearRow(i);
                continue;
            }
            loss -= LogProbability(logits, i, targets[i]);
            if (logits.Row(i).MaximumIndex() == targets[i]) nRight++;
            gradient[i, targets[i]] -= 1;
        }
        return new(loss / nTargets, (double)nRight / nTargets, gradient.Divide(nTargets));
    }

    // From the logits, not from the weights: a probability that float rounds to 0 has a finite logarithm.
    private static double LogProbability(Matrix<float> logits, int row, int target)
    {
        var max = logits.Row(row).Maximum();
        var sum = 0.0;
        for (var j = 0; j < logits.ColumnCount; j++) sum += Math.Exp(logits[row, j] - max);
        return logits[row, target] - max - Math.Log(sum);
    }

    private static void Guard(Matrix<float> logits, IReadOnlyList<int> targets)
    {
        if (targets.Count != logits.RowCount)
            throw new ArgumentException($"targets must hold one token for each row of logits: it holds {targets.Count}, logits is {logits.RowCount}×{logits.ColumnCount}. Use CrossEntropy.None where there is none.", nameof(targets));
        if (targets.All(target => target == None))
            throw new ArgumentException("targets must hold at least one token: there is none.", nameof(targets));
        foreach (var target in targets)
            if (target != None && (uint)target >= (uint)logits.ColumnCount)
                throw new ArgumentException($"targets must be numbers from 0 to {logits.ColumnCount - 1}: one is {target}.", nameof(targets));
    }
}
