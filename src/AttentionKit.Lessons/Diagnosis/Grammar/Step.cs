namespace AttentionKit.Lessons.Diagnosis.Grammar;

/// <summary>A step as somebody does it who makes a mistake in it.</summary>
internal sealed record Form<TIn, TOut>(Mistake Mistake, Func<TIn, TOut> Does)
{
    internal Form(string name, string tells, Func<TIn, TOut> does) : this(new Mistake(name, tells), does) { }
}

/// <summary>One step of an exercise: its right form, and the known wrong ones.</summary>
/// <remarks>Forms of one step exclude each other; mistakes that can be made together belong to two steps.</remarks>
internal sealed class Step<TIn, TOut>(Func<TIn, TOut> right, params IReadOnlyList<Form<TIn, TOut>> wrong)
{
    /// <summary>Every way to go on from a path: rightly, and while it holds fewer mistakes than
    /// <paramref name="most"/>, wrongly.</summary>
    internal IEnumerable<Path<TOut>> Follow(Path<TIn> path, int most)
    {
        yield return path.On(right, null);
        if (path.Made.Count >= most) yield break;
        foreach (var form in wrong) yield return path.On(form.Does, form.Mistake);
    }
}
