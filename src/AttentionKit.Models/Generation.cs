using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>How the next token is drawn from a model's logits.</summary>
/// <param name="Temperature">Logits are divided by it: 0 takes the most likely token, 1 draws as the model says.</param>
/// <param name="TopK">Only so many of the most likely tokens are drawn from; all when null.</param>
/// <param name="TopP">Only the most likely tokens are drawn from whose probabilities sum to this at least; all when 1.</param>
/// <param name="Seed">The same seed draws the same tokens.</param>
/// <remarks>Fan et al. 2018 (top-k); Holtzman et al. 2020 (top-p).</remarks>
public sealed record Sampling(double Temperature = 1, int? TopK = null, double TopP = 1, int Seed = 0);

/// <summary>Writing on, token by token, with a cache.</summary>
public static class Generation
{
    /// <summary>Continues a sequence until it is told to stop, or the context is full.</summary>
    /// <param name="model">Is not changed.</param>
    /// <param name="prompt">At least one token.</param>
    /// <param name="nNew">How many tokens to write, at most.</param>
    /// <param name="sampling">How each is drawn; the most likely one when null.</param>
    /// <returns>The new tokens, each as soon as it is there.</returns>
    /// <exception cref="ArgumentException">The prompt does not fit the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative temperature, a top-k below 1, a top-p outside (0, 1].</exception>
    public static IEnumerable<int> Generate(this Transformer model, IReadOnlyList<int> prompt, int nNew, Sampling? sampling = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        sampling ??= new(Temperature: 0);
        Guard(sampling);
        var caches = model.NewCaches();
        return Tokens(model, model.Next(prompt, caches), caches, Math.Min(nNew, model.Sizes.NContext - prompt.Count + 1), sampling);
    }

    private static IEnumerable<int> Tokens(Transformer model, Matrix<float> logits, IReadOnlyList<KvCache> caches, int nNew, Sampling sampling)
    {
        var random = new Random(sampling.Seed);
        for (var n = 0; n < nNew; n++)
        {
            var token = Draw(logits.Row(0), sampling, random);
            yield return token;
            if (n + 1 < nNew) logits = model.Next([token], caches);
        }
    }

    private static int Draw(Vector<float> logits, Sampling sampling, Random random)
    {
        if (sampling.Temperature == 0) return logits.MaximumIndex();
        var weights = Softmax.Rows(logits.Divide((float)sampling.Temperature).ToRowMatrix()).Row(0);
        var candidates = Likely(weights, sampling);
        var left = random.NextDouble() * candidates.Sum(token => (double)weights[token]);
        foreach (var token in candidates)
            if ((left -= weights[token]) < 0) return token;
        return candidates[^1];
    }

    private static List<int> Likely(Vector<float> weights, Sampling sampling)
    {
        var (candidates, sum) = (new List<int>(), 0.0);
        foreach (var token in Enumerable.Range(0, weights.Count).OrderByDescending(token => weights[token]).Take(sampling.TopK ?? weights.Count))
        {
            if (sum >= sampling.TopP) break;
            candidates.Add(token);
            sum += weights[token];
        }
        return candidates;
    }

    private static void Guard(Sampling sampling)
    {
        if (!(sampling.Temperature >= 0) || double.IsInfinity(sampling.Temperature))
            throw new ArgumentOutOfRangeException(nameof(sampling), sampling.Temperature, $"Temperature must be a finite number, 0 or more: it is {sampling.Temperature}.");
        if (sampling.TopK < 1)
            throw new ArgumentOutOfRangeException(nameof(sampling), sampling.TopK, $"TopK must be at least 1: it is {sampling.TopK}. Leave it out for all.");
        if (!(sampling.TopP > 0 && sampling.TopP <= 1))
            throw new ArgumentOutOfRangeException(nameof(sampling), sampling.TopP, $"TopP must be above 0 and at most 1: it is {sampling.TopP}.");
    }
}
