using System.Globalization;
using AttentionKit.Lessons.Tests.Corpus;

namespace AttentionKit.Lessons.Tests.Diagnoses;

public class CultureTests
{
    /// <summary>As de-DE writes numbers. (Tests run without the cultures' own data.)</summary>
    private static CultureInfo German()
    {
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        german.NumberFormat.NumberGroupSeparator = ".";
        german.NumberFormat.PercentDecimalSeparator = ",";
        return german;
    }

    [Fact]
    public void NoVerdict_ReadsOtherwiseInAnotherCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var answer in CorpusTests.All)
            {
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                var here = answer.Check();
                CultureInfo.CurrentCulture = German();
                var there = answer.Check();
                Assert.Equal((here.Headline, here.Explanation, here.Input, here.Comparison?.ToString()),
                    (there.Headline, there.Explanation, there.Input, there.Comparison?.ToString()));
                Assert.Equal(",", CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
