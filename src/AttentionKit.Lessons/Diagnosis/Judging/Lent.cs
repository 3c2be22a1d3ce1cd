namespace AttentionKit.Lessons.Diagnosis.Judging;

/// <summary>What a learner's function is given: copies, so that it can spoil nothing, and is seen when it changes
/// one.</summary>
internal sealed class Lent
{
    private readonly List<(Matrix<float> Before, Matrix<float> Copy)> copies = [];

    internal bool IsChanged => copies.Any(pair => !pair.Before.Equals(pair.Copy));

    internal Matrix<float> Copy(Numbers original)
    {
        var copy = original.ToSingle();
        copies.Add((copy.Clone(), copy));
        return copy;
    }
}
