using System.Runtime.CompilerServices;

namespace AttentionKit.Lessons.Diagnosis.Judging;

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

    /// <summary>Whether the answer is a value, for the lesson's own input and no other.</summary>
    internal abstract bool HasOneInput { get; }

    /// <summary>The arguments that a right answer depends on, as the notebook names them.</summary>
    internal abstract IReadOnlyList<string> Arguments { get; }

    /// <summary>How well the inputs tell the forms apart.</summary>
    internal abstract Separation Separate();

    /// <summary>Each way with one mistake or two, and which of them would be told.</summary>
    internal abstract IEnumerable<(IReadOnlyList<Mistake> Made, IReadOnlyList<Mistake> Told, bool IsRight)> Told();

    /// <summary>What is said to somebody who makes the mistake of each form.</summary>
    internal abstract IEnumerable<(Mistake Made, Verdict Verdict)> Verdicts();
}

/// <inheritdoc/>
/// <param name="name">Its name, for the table of progress.</param>
/// <param name="task">What is to do, in one line.</param>
/// <param name="recipe">How, step by step.</param>
/// <param name="well">What to say of a right answer.</param>
/// <param name="lesson">The input of the notebook.</param>
/// <param name="pipeline">The steps, each with its forms.</param>
internal sealed class Exercise<TIn>(
    string name, string task, string recipe, string well, TIn lesson, Pipeline<TIn, Numbers> pipeline)
    : Exercise(name, task, recipe, well)
{
    private readonly List<(string Name, Func<TIn, Random, TIn> Other)> arguments = [];

    /// <summary>Draws the n-th candidate for an input, of whatever kind it likes for that n; null where there is only
    /// one input.</summary>
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

    internal override bool HasOneInput => Draw is null;

    internal override IReadOnlyList<string> Arguments => [.. arguments.Select(argument => argument.Name)];

    internal override Separation Separate()
    {
        var separation = new Separation(pipeline.Paths(lesson, 1).Select(path => path.Made), Close);
        foreach (var input in InputSearch.Run(pipeline, Close, lesson, Draw)) separation.Add(pipeline.Paths(input, 1));
        return separation;
    }

    internal override IEnumerable<(IReadOnlyList<Mistake> Made, IReadOnlyList<Mistake> Told, bool IsRight)> Told()
    {
        var forms = Forms(InputSearch.Run(pipeline, Close, lesson, Draw));
        return Enumerable.Range(1, forms(2)[0].Length - 1).Select(form =>
        {
            Numbers?[] yours = [.. forms(2).Select(paths => paths[form].Stopped ? null : paths[form].Value)];
            var isRight = yours.Zip(forms(2), (given, paths) => given is not null && Close.Same(given, paths[0].Value))
                .All(same => same);
            return (forms(2)[0][form].Made, isRight ? [] : Explanations.Of(Close, yours, forms).Shared, isRight);
        });
    }

    internal override IEnumerable<(Mistake Made, Verdict Verdict)> Verdicts() =>
        pipeline.Paths(lesson, 1).Index().Skip(1)
            .Select(form => (form.Item.Made[0], Verdict((input, _) => Result(input, form.Index))));

    private Matrix<float>? Result(TIn input, int form)
    {
        var path = pipeline.Paths(input, 1).ElementAt(form);
        return path.Stopped ? throw new ArgumentException("two matrices do not fit") : path.Value.ToSingle();
    }

    /// <summary>Every way through the exercise for each input; computed once for one mistake, and once for
    /// two.</summary>
    private Func<int, IReadOnlyList<Path<Numbers>[]>> Forms(IReadOnlyList<TIn> inputs)
    {
        Dictionary<int, Path<Numbers>[][]> all = [];
        return most => all.TryGetValue(most, out var known) ? known
            : all[most] = [.. inputs.Select(input => pipeline.Paths(input, most).ToArray())];
    }

    /// <summary>Judges an answer, and notes it.</summary>
    /// <param name="answer">Calls the learner's function with an input; null while it is unfilled.</param>
    internal Verdict Judge(Func<TIn, Lent, Matrix<float>?> answer) => Progress.Note(this, () => Verdict(answer));

    /// <summary>The same of a function that a learner hands in.</summary>
    /// <exception cref="ArgumentNullException">There is no function.</exception>
    internal Verdict Judge<TAnswer>(TAnswer answer, Func<TAnswer, TIn, Lent, Matrix<float>?> call,
        [CallerArgumentExpression(nameof(answer))] string? name = null) where TAnswer : Delegate
    {
        ArgumentNullException.ThrowIfNull(answer, name);
        return Judge((input, lent) => call(answer, input, lent));
    }

    private Verdict Verdict(Func<TIn, Lent, Matrix<float>?> answer)
    {
        var inputs = InputSearch.Run(pipeline, Close, lesson, Draw);
        var (run, over) = Guard.Run(isOver => Run(answer, inputs, isOver));
        if (over is not null) return new Verdict(Outcome.Wrong, "your code went over a limit", over);
        if (run is null) return new Verdict(Outcome.Wrong, "your code was interrupted",
            "It has no result: run the cell again.");
        if (run.All.All(trial => trial.IsOpen)) return new Verdict(Outcome.Open, "your turn", Task);
        return run.All.All(trial => IsRight(trial)) ? Right(run) : Wrong(run);
    }

    private bool IsRight(Trial<TIn> trial) => trial.Yours is not null && Close.Same(trial.Yours, trial.Right);

    private Verdict Right(Trials<TIn> run) => new(Outcome.Right, "right",
        run.ChangesItsArguments ? $"{Well} (Your code changes its argument: whoever gave it finds other numbers in it "
            + $"afterwards. A Clone() would spare it.)" : Well,
        Figure(run.All[0].Yours!.ToSingle()));

    private Verdict Wrong(Trials<TIn> run)
    {
        var first = run.All.First(trial => !IsRight(trial));
        var (shared, isThereMore) = Explanations.Of(Close, [.. run.All.Select(trial => trial.Yours)],
            Forms([.. run.All.Select(trial => trial.Input)]));
        return shared switch
        {
            [var one] => Told(run, one.Name, isThereMore ? $"{one.Tells} And there is a second mistake, of which these "
                + $"numbers tell too little." : one.Tells),
            [var one, var two] => Told(run, $"two mistakes: {one.Name}; {two.Name}", $"{one.Tells} And: {two.Tells}"),
            _ when run.All[0].Yours is { } shape && !Close.SameShape(shape, run.All[0].Right) => OtherShape(run.All[0]),
            _ when run.Unused.Count > 0 => Told(run, Unused(run.Unused), "Other numbers in it, and your result stays "
                + "the same. Do you read a variable of the notebook in its place?"),
            _ when first.IsOpen || first.Thrown is NoResultException => new Verdict(Outcome.Wrong,
                "your code gave no result", first.Thrown?.Message ?? "For this input it returned null.")
            { Input = Shown(first.Input) },
            _ when first.Thrown is { } thrown => new Verdict(Outcome.Wrong, "your code stopped before it had a "
                + "result", Stopped.Explain(thrown))
            { Input = Shown(first.Input) },
            _ when !Close.SameShape(first.Yours!, first.Right) => OtherShape(first),
            _ => Told(run, "not yet", "No known mistake gives these numbers, so only this is certain:"),
        };
    }

    private static string Unused(IReadOnlyList<string> names) =>
        names.Count == 1 ? $"the argument {names[0]} is not used"
            : $"the arguments {string.Join(", ", names.SkipLast(1))} and {names[^1]} are not used";

    /// <summary>A verdict with the learner's numbers: of the first input where there are some to compare.</summary>
    private Verdict Told(Trials<TIn> run, string headline, string tells)
    {
        var seen = run.All.FirstOrDefault(trial => !IsRight(trial) && trial.Yours is not null
            && Close.SameShape(trial.Yours, trial.Right));
        if (seen is null) return new Verdict(Outcome.Wrong, headline, tells);
        var (row, _) = Close.FirstDifference(seen.Yours!, seen.Right)!.Value;
        return new Verdict(Outcome.Wrong, headline,
            string.Join(' ', new[] { tells, Fact(seen.Yours!, seen.Right, seen.Input) }.OfType<string>()))
        {
            Input = Shown(seen.Input),
            Comparison = new Comparison(Row(seen.Input, row), [.. seen.Right.Row(row)], [.. seen.Yours!.Row(row)]),
        };
    }

    private Verdict OtherShape(Trial<TIn> trial)
    {
        var (yours, right) = (trial.Yours!, trial.Right);
        var turned = Close.Same(yours.Transpose(), right);
        return new Verdict(Outcome.Wrong, "another shape",
            $"Your result is {yours.RowCount}×{yours.ColumnCount}; it must be {right.RowCount}×{right.ColumnCount}. "
            + (turned ? "Rows and columns have changed places."
                : "Where must its rows come from, and where its columns?"))
        { Input = Shown(trial.Input) };
    }

    /// <summary>All calls of the learner's function.</summary>
    private Trials<TIn> Run(Func<TIn, Lent, Matrix<float>?> answer, IReadOnlyList<TIn> inputs, Func<bool> isOver)
    {
        var lent = new Lent();
        Trial<TIn>[] trials = [.. inputs.Select(input => Call(answer, input, lent, isOver))];
        return new Trials<TIn>(trials, lent.IsChanged, UnusedArguments(answer, trials[0], isOver));
    }

    private Trial<TIn> Call(Func<TIn, Lent, Matrix<float>?> answer, TIn input, Lent lent, Func<bool> isOver)
    {
        var right = pipeline.Paths(input, 0).First().Value;
        try
        {
            return new Trial<TIn>(input, right, answer(input, lent)?.ToDouble(), null);
        }
        catch (Exception thrown) when (!isOver())
        {
            return new Trial<TIn>(input, right, null, thrown);
        }
    }

    /// <summary>The arguments that can be changed, three times each, without the least change of the result.</summary>
    private IReadOnlyList<string> UnusedArguments(Func<TIn, Lent, Matrix<float>?> answer, Trial<TIn> trial,
        Func<bool> isOver)
    {
        if (trial.Yours is null) return [];
        bool IsUnused(Func<TIn, Random, TIn> other) => Enumerable.Range(0, InputSearch.Least).All(seed =>
            Call(answer, other(trial.Input, new Random(seed)), new Lent(), isOver).Yours is { } again && new Close(0)
                .Same(again, trial.Yours));
        return [.. arguments.Where(argument => IsUnused(argument.Other)).Select(argument => argument.Name)];
    }
}
