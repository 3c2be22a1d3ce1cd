namespace AttentionKit.Lessons;

public static partial class Check
{
    /// <summary>Exercise: the temperature at which "sat" puts 80% on "cat".</summary>
    /// <param name="temperature">Divides the scores before softmax; null while unfilled.</param>
    public static Verdict Temperature(double? temperature) =>
        Progress.Note("the temperature for 80%", "Divide the scores by some temperatures and look at the weight: below "
        + "1 it grows, above 1 it falls. Halve the step each time.", () => JudgeTemperature(temperature));

    private static Verdict JudgeTemperature(double? temperature)
    {
        var (tokens, scores) = CatScores();
        if (temperature is not { } t) return new Verdict(Outcome.Open, "your turn",
            "Find a temperature at which \"sat\" puts 0.80 ± 0.005 on \"cat\": try some, and look at how the weight "
            + "moves.");
        if (!(t > 0)) return new Verdict(Outcome.Wrong, "a temperature is positive",
            $"Yours is {t}. Scores are divided by it: 0 has no result, and a negative one turns the ranking round.");
        var weights = Softmax.Rows(scores.Divide(Math.Max((float)t, 1e-6f))); // below, float ends
        var weight = weights[2, 1];
        if (Math.Abs(weight - .8) <= .005) return new Verdict(Outcome.Right, "right",
            $"At temperature {t:0.##} \"sat\" puts {weight:0.000} on \"cat\".",
            Heatmap.Weights(weights, tokens, title: $"weights at temperature {t:0.##}"));
        var inverse = Softmax.Rows(scores.Multiply((float)t))[2, 1];
        return Math.Abs(inverse - .8) <= .005
            ? new Verdict(Outcome.Wrong, "multiplied in place of divided",
                $"You found the factor {t:0.##}. Scores are divided by the temperature: take 1 / {t:0.##}.")
            : new Verdict(Outcome.Wrong, weight < .8 ? "not sharp enough" : "too sharp",
                $"At {t:0.##} \"sat\" puts {weight:0.000} on \"cat\". A {(weight < .8 ? "lower" : "higher")} "
                + $"temperature makes the weights {(weight < .8 ? "sharper" : "flatter")}.");
    }

    private static (IReadOnlyList<string> Tokens, Matrix<float> Scores) CatScores()
    {
        var (tokens, _, x) = Data.Table("cat-embeddings");
        return (tokens, Attention.Scores(x * Data.Table("cat-wq").Matrix, x * Data.Table("cat-wk").Matrix));
    }
}
