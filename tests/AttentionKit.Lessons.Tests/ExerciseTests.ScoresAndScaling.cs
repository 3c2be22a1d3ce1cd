using MathNet.Numerics.LinearAlgebra;
using static AttentionKit.Lessons.Tests.Verdicts;

namespace AttentionKit.Lessons.Tests;

/// <remarks>Here: lesson 02.</remarks>
public partial class ExerciseTests
{
    private static Matrix<float> Dots(Matrix<float> a, Matrix<float> b) =>
        Loop(a.RowCount, b.RowCount, (i, j) => Dot(a.ColumnCount, d => a[i, d] * b[j, d]));

    [Fact]
    public void Finds_SaysWhatTheQueryFinds()
    {
        var (words, _, vectors) = Data.Table("glove-words");
        Vector<float> Word(string word) => vectors.Row(words.ToList().IndexOf(word));
        Open(Check.Finds("queen", null));
        Right(Check.Finds("queen", Word("king") - (2 * Word("man")) + (2 * Word("woman"))));
        Wrong(Check.Finds("queen", Word("king") - Word("man") + Word("woman")), "it finds \"king\"",
            "33.25 with \"king\" and 29.91 with \"queen\"");
        Wrong(Check.Finds("queen", 3 * Word("queen")), "that is the word itself");
        Wrong(Check.Finds("queen", 0 * Word("king")), "no word scores higher than another",
            "scores 0 with \"the\" and 0 with");
        Wrong(Check.Finds("the", 0 * Word("king")), "no word scores higher than another");
        Wrong(Check.Finds("queen", Word("king") / 0), "not a number");
        Wrong(Check.Finds("queen", Word("king").SubVector(0, 3)), "another shape",
            "Your query has 3 numbers; it must have 100");
        Assert.StartsWith("the word must be one of the, cat, ",
            Assert.Throws<ArgumentException>(() => Check.Finds("unicorn", null)).Message);
    }
}
