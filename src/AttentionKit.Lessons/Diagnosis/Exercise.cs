using AttentionKit.Plots;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Lessons.Diagnosis;

/// <summary>An exercise whose answer is a function, whatever its input is.</summary>
/// <param name="name">Its name, for the table of progress.</param>
/// <param name="task">What is to do, in one line.</param>
/// <param name="recipe">How, step by step: said after two tries, or when asked for.</param>
/// <param name="well">What to say of a right answer.</param>
internal abstract class Exercise(string name, string task, string recipe, string well)
{
    internal string Name => name;

    internal string Task => task;

    internal string Recipe => recipe;

    internal string Well => well;

    /// <summary>The forms that the inputs tell apart.</summary>
    internal abstract (Separation Separation, int Inputs, int Pairs) Separate();

    /// <summary>What is said to somebody who makes the given mistakes: of each form, and of each pair of forms.</summary>
    internal abstract IEnumerable<(IReadOnlyList<Mistake> Made, Verdict Verdict)> Verdicts(int most);
}

/// <inheritdoc/>
/// <param name="name">Its name, for the table of progress.</param>
/// <param name="task">What is to do, in one line.</param>
/// <param name="recipe">How, step by step.</param>
/// <param name="well">What to say of a right answer.</param>
/// <param name="lesson">The input of the notebook.</param>
/// <param name="pipeline">The steps, each with its forms.</param>
internal sealed class Exercise<TIn>(string name, string task, string recipe, string well, TIn lesson, Pipeline<TIn, Numbers> pipeline)
    : Exercise(name, task, recipe, well)
{
    private readonly List<(string Name, Func<TIn, Random, TIn> Other)> arguments = [];

    /// <summary>Draws the n-th candidate for an input, of whatever kind it likes for that n; null where there is only one input.</summary>
    internal Func<Random, int, TIn>? Draw { get; init; }

    internal Close Close { get; init; } = new(1e-3);

    /// <summary>The input in words and numbers.</summary>
    internal Func<TIn, string> Shown { get; init; } = _ => "";

    /// <summary>Names a row of the result.</summary>
    internal Func<TIn, int, string> Row { get; init; } = (_, row) => $"row {row}";

    /// <summary>What is certain of a wrong result, whatever its cause; null where there is nothing to say.</summary>
    internal Func<Numbers, Numbers, TIn, string?> Fact { get; init; } = (_, _, _) => null;

    /// <summary>The picture of a right result for the lesson's input.</summary>
    internal required Func<Matrix<float>, Figure> Figure { get; init; }

    /// <summary>An argument that the result depends on, and how to change it alone.</summary>
    internal Exercise<TIn> Uses(string argument, Func<TIn, Random, TIn> other)
    {
        arguments.Add((argument, other));
        return this;
    }

    internal override (Separation Separation, int Inputs, int Pairs) Separate()
    {
        var inputs = Inputs.Search(pipeline, Close, lesson, Draw);
        var separation = new Separation(pipeline.Paths(lesson, 1).Select(path => path.Made), Close);
        foreach (var input in inputs) separation.Add(pipeline.Paths(input, 1));
        return (separation, inputs.Count, pipeline.Paths(lesson, 2).Count(path => path.Made.Count == 2));
    }

    internal override IEnumerable<(IReadOnlyList<Mistake> Made, Verdict Verdict)> Verdicts(int most) =>
        pipeline.Paths(lesson, most).Index().Select(form => (form.Item.Made, Verdict((input, _) => Result(input, most, form.Index))));

    private Matrix<float>? Result(TIn input, int most, int form)
    {
        var path = pipeline.Paths(input, most).ElementAt(form);
        return path.Stopped ? throw new ArgumentException("two matrices do not fit") : path.Value.ToSingle();
    }

    /// <summary>Judges an answer, and notes it.</summary>
    /// <param name="answer">Calls the learner's function with an input; null while it is unfilled.</param>
    internal Verdict Judge(Func<TIn, Lent, Matrix<float>?> answer) => Progress.Note(this, () => Verdict(answer));

    internal Verdict Judge(Func<TIn, Matrix<float>?> answer) => Judge((input, _) => answer(input));

    private Verdict Verdict(Func<TIn, Lent, Matrix<float>?> answer)
    {
        var inputs = Inputs.Search(pipeline, Close, lesson, Draw);
        var (run, over) = Guard.Run(() => Run(answer, inputs));
        if (over is not null) return new Verdict(Outcome.Wrong, "your code went over a limit", over);
        if (run is null) return new Verdict(Outcome.Wrong, "your code was interrupted", "It has no result: run the cell again.");
        if (run.All.Any(trial => trial.IsOpen)) return new Verdict(Outcome.Open, "your turn", Task);
        return run.All.All(trial => IsRight(trial)) ? Right(run) : Wrong(run);
    }

    private bool IsRight(Trial<TIn> trial) => trial.Yours is not null && Close.Same(trial.Yours, trial.Right);

    private Verdict Right(Trials<TIn> run) => new(Outcome.Right, "right",
        run.ChangesItsArguments ? $"{Well} (Your code changes its argument: whoever gave it finds other numbers in it afterwards. A Clone() would spare it.)" : Well,
        Figure(run.All[0].Result!));

    private Verdict Wrong(Trials<TIn> run)
    {
        var first = run.All.First(trial => !IsRight(trial));
        var shared = Explanations.Of(pipeline, Close, [.. run.All.Select(trial => (trial.Input, trial.Yours))]);
        return shared switch
        {
            [var one] => Told(run, one.Name, one.Tells),
            [var one, var two] => Told(run, $"two mistakes: {one.Name}; {two.Name}", $"{one.Tells} And: {two.Tells}"),
            _ when run.Unused.Count > 0 => Told(run, Unused(run.Unused), "Other numbers in it, and your result stays the same. Do you read a variable of the notebook in its place?"),
            _ when first.Thrown is { } thrown => new Verdict(Outcome.Wrong, "your code stopped before it had a result", Stopped.Explain(thrown)) { Input = Shown(first.Input) },
            _ when !Close.SameShape(first.Yours!, first.Right) => new Verdict(Outcome.Wrong, "another shape", Shapes(first)) { Input = Shown(first.Input) },
            _ => Told(run, "not yet", "No known mistake gives these numbers, so only this is certain:"),
        };
    }

    private static string Unused(IReadOnlyList<string> names) =>
        names.Count == 1 ? $"the argument {names[0]} is not used" : $"the arguments {string.Join(" and ", names)} are not used";

    /// <summary>A verdict with the learner's numbers: of the first input where there are some to compare.</summary>
    private Verdict Told(Trials<TIn> run, string headline, string tells)
    {
        var seen = run.All.FirstOrDefault(trial => !IsRight(trial) && trial.Yours is not null && Close.SameShape(trial.Yours, trial.Right));
        if (seen is null) return new Verdict(Outcome.Wrong, headline, tells);
        var (row, _) = Close.FirstDifference(seen.Yours!, seen.Right)!.Value;
        return new Verdict(Outcome.Wrong, headline, string.Join(' ', new[] { tells, Fact(seen.Yours!, seen.Right, seen.Input) }.OfType<string>()))
        {
            Input = Shown(seen.Input),
            Comparison = new Comparison(Row(seen.Input, row), [.. seen.Right.Row(row)], [.. seen.Yours!.Row(row)]),
        };
    }

    private static string Shapes(Trial<TIn> trial)
    {
        var (yours, right) = (trial.Yours!, trial.Right);
        var turned = yours.RowCount == right.ColumnCount && yours.ColumnCount == right.RowCount;
        return $"Your result is {yours.RowCount}×{yours.ColumnCount}; it must be {right.RowCount}×{right.ColumnCount}. "
            + (turned ? "Rows and columns have changed places." : "Where must its rows come from, and where its columns?");
    }

    /// <summary>All calls of the learner's function.</summary>
    private Trials<TIn> Run(Func<TIn, Lent, Matrix<float>?> answer, IReadOnlyList<TIn> inputs)
    {
        var lent = new Lent();
        Trial<TIn>[] trials = [.. inputs.Select(input => Call(answer, input, lent))];
        return new Trials<TIn>(trials, lent.IsChanged, trials.Any(trial => trial.IsOpen) ? [] : UnusedArguments(answer, trials[0]));
    }

    private Trial<TIn> Call(Func<TIn, Lent, Matrix<float>?> answer, TIn input, Lent lent)
    {
        var right = pipeline.Paths(input, 0).First().Value;
        try
        {
            return new Trial<TIn>(input, right, answer(input, lent), null);
        }
        catch (Exception thrown) when (thrown is not ThreadInterruptedException)
        {
            return new Trial<TIn>(input, right, null, thrown);
        }
    }

    /// <summary>The arguments that can be changed, three times each, without the least change of the result.</summary>
    private IReadOnlyList<string> UnusedArguments(Func<TIn, Lent, Matrix<float>?> answer, Trial<TIn> trial)
    {
        if (trial.Yours is null) return [];
        bool IsUnused(Func<TIn, Random, TIn> other) => Enumerable.Range(0, Inputs.Least).All(seed =>
            Call(answer, other(trial.Input, new Random(seed)), new Lent()).Yours is { } again && new Close(0).Same(again, trial.Yours));
        return [.. arguments.Where(argument => IsUnused(argument.Other)).Select(argument => argument.Name)];
    }
}
