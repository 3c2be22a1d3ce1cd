namespace AttentionKit.Plots.Tests;

/// <summary>The heads of a head view, as readers see them whose eyes lack the cones for red or for green.</summary>
public class HeadColorTests
{
    private const double ClearlyDifferent = 15;
    // in CIE L*a*b*, where 2.3 can just be noticed; Okabe and Ito's closest two have 18

    // Machado, Oliveira and Fernandes 2009, severity 1.0: protanopia and deuteranopia, in linear RGB.
    private static readonly double[][,] s_eyes =
    [
        new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        new double[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 },
            { -0.003882, -0.048116, 1.051998 } },
        new double[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 },
            { -0.011820, 0.042940, 0.968881 } },
    ];

    [Fact]
    public void NoTwoHeads_AreAlike_ToAnyEyes()
    {
        foreach (var eyes in s_eyes)
        {
            double[][] seen = [.. HeadViewChart.Colors.Select(color => Lab(Seen(Linear(color), eyes)))];
            for (var i = 0; i < seen.Length; i++)
                for (var j = 0; j < i; j++)
                    Assert.True(Distance(seen[i], seen[j]) > ClearlyDifferent,
                        $"heads {i} and {j}: {Distance(seen[i], seen[j]):0.0}");
        }
        Assert.Equal(12, HeadViewChart.Colors.Count);
    }

    private static double[] Linear(string color) =>
        [.. new[] { 1, 3, 5 }.Select(at => Convert.ToInt32(color.Substring(at, 2), 16) / 255.0)
        .Select(channel => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4))];

    private static double[] Seen(double[] rgb, double[,] eyes) =>
        [.. Enumerable.Range(0, 3)
            .Select(i => Math.Clamp(eyes[i, 0] * rgb[0] + eyes[i, 1] * rgb[1] + eyes[i, 2] * rgb[2], 0, 1))];

    private static double[] Lab(double[] rgb)
    {
        var x = F((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
        var y = F(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        var z = F((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
    }

    private static double Distance(double[] a, double[] b) =>
        Math.Sqrt(a.Zip(b, (one, other) => (one - other) * (one - other)).Sum());
}
