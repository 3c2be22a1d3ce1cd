namespace AttentionKit.Lessons;

/// <summary>What the first cell of every lesson calls.</summary>
public static class Lesson
{
    /// <summary>Puts plotly.js on the page, once, and lets a bare matrix show as a table.</summary>
    /// <returns>The set-up, to be shown as the cell's result.</returns>
    public static PlotlySetup Start()
    {
        MatrixTable.Register();
        return new PlotlySetup();
    }

    /// <summary>The exercises that were checked in this notebook so far, and how each stands.</summary>
    public static Progress Progress() => new();

    /// <summary>Prints a number that came out, and no other beside it: what it must be is for a later cell to
    /// say.</summary>
    /// <param name="what">What it is, in words.</param>
    /// <param name="got">The number.</param>
    public static void Show(string what, double got) =>
        Console.WriteLine(FormattableString.Invariant($"{what}: {got:0.####}"));

    /// <summary>Keeps what the learner expects, before the next cell shows it: <c>Lesson.Predict("what does a row sum
    /// to?", 1)</c>, or with the number of the prediction, <c>Lesson.Predict("01.2", 6)</c></summary>
    /// <param name="question">What is asked, or its number.</param>
    /// <param name="guess">A number or several, a word, true or false; null while there is none.</param>
    public static Prediction Predict(string question, object? guess)
    {
        ArgumentException.ThrowIfNullOrEmpty(question);
        return Lessons.Progress.Note(new Prediction(question, guess));
    }
}
