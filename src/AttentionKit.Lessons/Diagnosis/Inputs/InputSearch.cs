namespace AttentionKit.Lessons.Diagnosis.Inputs;

/// <summary>Inputs on which the forms of an exercise differ.</summary>
internal static class InputSearch
{
    /// <summary>On how many inputs two forms must differ before one of them is told.</summary>
    internal const int Least = 3;

    private const int Seed = 14, FirstDraws = 8, MostDraws = 60;

    /// <summary>The lesson's own input, the first eight drawn, and then each that tells two forms apart which were
    /// apart on fewer than three.</summary>
    /// <param name="pipeline">The exercise.</param>
    /// <param name="close">When two results are the same.</param>
    /// <param name="lesson">The input of the notebook.</param>
    /// <param name="draw">Draws the n-th candidate, of whatever kind it likes for that n; null when there are no
    /// others.</param>
    internal static IReadOnlyList<TIn> Run<TIn>(
        Pipeline<TIn, Numbers> pipeline, Close close, TIn lesson, Func<Random, int, TIn>? draw)
    {
        List<TIn> chosen = [lesson];
        if (draw is null) return chosen;
        var random = new Random(Seed);
        var separation = new Separation(pipeline.Paths(lesson, 1).Select(path => path.Made), close);
        separation.Add(pipeline.Paths(lesson, 1));
        for (var n = 0; n < FirstDraws || (n < MostDraws && separation.IsWanting); n++)
        {
            var candidate = draw(random, n);
            if (separation.Add(pipeline.Paths(candidate, 1)) || n < FirstDraws) chosen.Add(candidate);
        }
        return chosen;
    }
}
