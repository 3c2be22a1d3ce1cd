namespace AttentionKit.Lessons.Tests.Diagnoses;

/// <summary>What a form of a step gives, no other form gives: on at least three inputs of every exercise.</summary>
public class SeparationTests
{
    /// <summary>A causal row always sees itself: what happens to empty rows shows only together with another
    /// mistake.</summary>
    private static readonly string[] s_shownByOthersOnly = ["a row with nothing to see gives NaN"];

    public static TheoryData<string> Exercises => [.. Check.Exercises.Select(exercise => exercise.Name)];

    [Theory]
    [MemberData(nameof(Exercises))]
    public void AnyTwoForms_DifferOnThreeInputs(string name)
    {
        var exercise = Check.Exercises.Single(exercise => exercise.Name == name);
        var least = exercise.HasOneInput ? 1 : 3;
        bool IsShownByOthersOnly((string One, string Other, int Times) pair) =>
            name == "causal weights"
                && (s_shownByOthersOnly.Contains(pair.One) || s_shownByOthersOnly.Contains(pair.Other));
        Assert.DoesNotContain(exercise.Separate().Together, pair => pair.Times < least && !IsShownByOthersOnly(pair));
    }

    [Theory]
    [MemberData(nameof(Exercises))]
    public void EveryForm_IsToldByItsName_AndNoPairIsToldAFalseCause(string name)
    {
        foreach (var (made, told, isRight) in Check.Exercises.Single(exercise => exercise.Name == name).Told())
        {
            string[] names = [.. made.Select(mistake => mistake.Name)];
            if (made.Count == 1 && !isRight) Assert.Equal(names, told.Select(mistake => mistake.Name));
            if (made.Count == 2 && told.Count == 2) Assert.Equal(names.Order(),
                told.Select(mistake => mistake.Name).Order());
        }
    }

    [Fact]
    public void NoTwoExercises_HaveOneName() =>
        Assert.Equal(Check.Exercises.Count, Check.Exercises.Select(exercise => exercise.Name).Distinct().Count());
}
