using AttentionKit.Conformance;

namespace AttentionKit.Tests;

/// <summary>Random cases through ONNX Runtime and through the kit. CsCheck shrinks a difference to its smallest
/// case.</summary>
public class OracleTests(ITestOutputHelper output)
{
    private const float Epsilon = 1.2e-7f; // float's last place at 1
    private const float Hidden = float.MinValue; // ONNX Runtime shows it in place of −∞

    private readonly Lock _lock = new();
    private int _count;
    private float _largest;

    [Fact]
    public void EverydayCases_AgreeWithOnnxRuntime()
    {
        OracleCases.Everyday.Sample(Compare, iter: 2000, print: Described);
        Report(atLeast: 2000);
    }

    [Fact]
    public void ExtremeCases_AgreeWithOnnxRuntime()
    {
        OracleCases.Extreme.Sample(Compare, iter: 1000, print: Described);
        Report(atLeast: 1000);
    }

    [Fact]
    public void RotaryCases_AgreeWithOnnxRuntime()
    {
        OracleCases.Rotary.Sample(@case =>
            Compare(@case, OnnxRuntimeOracle.Run(
            @case, OracleCases.RotaryInputs, [("Y", @case.Inputs["X"].Shape.Length)]), _ => 4 * Epsilon), iter: 500,
            print: Described);
        Report(atLeast: 500);
    }

    [Fact]
    public void ASingleQueryWithAPastAndSeveralNewKeys_IsLeftOut_BecauseOnnxRuntimeIgnoresIsCausalThere()
    {
        Tensor Column(params float[] numbers) => new("float32", [1, 1, numbers.Length, 1], numbers);
        var @case = new Case("Attention", new() { ["is_causal"] = 1 }, new()
        {
            ["Q"] = Column(1),
            ["K"] = Column(0, 0),
            ["V"] = Column(6, 12),
            ["past_key"] = Column(0),
            ["past_value"] = Column(0),
        }, []);
        var theirs = OnnxRuntimeOracle.Run(
            @case, OracleCases.Inputs, [("Y", 4), ("present_key", 4), ("present_value", 4)]);
        Assert.Equal(6, theirs["Y"].Data[0]); // the mean of all values
        Assert.Equal(3, Operator.Run(@case)["Y"].Data[0]); // the mean of those up to the query's own
    }

    private void Compare(Case @case)
    {
        var rank = @case.Inputs["Q"].Shape.Length;
        var theirs = OnnxRuntimeOracle.Run(
            @case, OracleCases.Inputs,
            [("Y", rank), ("present_key", 4), ("present_value", 4), ("qk_matmul_output", 4)]);
        Compare(@case, theirs, name => Tolerance(@case, name));
    }

    private void Compare(Case @case, Dictionary<string, Tensor> theirs, Func<string, float> tolerance)
    {
        var ours = Operator.Run(@case);
        var largest = 0f;
        foreach (var (name, tensor) in theirs)
            largest = MathF.Max(largest, Difference(name, tensor, ours[name], tolerance(name)));
        lock (_lock)
        {
            _count++;
            _largest = MathF.Max(_largest, largest);
        }
    }

    /// <summary>The largest difference, measured by the largest number of the tensor or 1.</summary>
    private static float Difference(string name, Tensor theirs, Tensor ours, float tolerance)
    {
        Assert.Equal(theirs.Shape, ours.Shape);
        var unit = MathF.Max(1, theirs.Data.Where(number =>
            float.IsFinite(number) && number != Hidden).Select(MathF.Abs).DefaultIfEmpty().Max());
        var largest = 0f;
        for (var n = 0; n < theirs.Data.Length; n++)
        {
            if (name == "qk_matmul_output" && theirs.Data[n] == Hidden && float.IsNegativeInfinity(ours.Data[n]))
                continue;
            var difference = theirs.Data[n].Equals(ours.Data[n]) ? 0 : MathF.Abs(theirs.Data[n] - ours.Data[n]) / unit;
            Assert.True(difference <= tolerance,
                $"{name}[{n}] is {ours.Data[n]}, ONNX Runtime says {theirs.Data[n]} (tolerance {tolerance} of {unit})");
            largest = MathF.Max(largest, difference);
        }
        return largest;
    }

    /// <summary>What rounding may do. A dot product of D terms is off by D roundings of its largest partial sum;
    /// softmax turns an absolute error of a score into a relative one of twice its size in a weight; the output is as
    /// far off as the weights.</summary>
    private static float Tolerance(Case @case, string name)
    {
        if (name is "present_key" or "present_value") return 0;
        float q = Largest(
            @case.Inputs["Q"]), k = Math.Max(Largest(@case.Inputs["K"]), Largest(@case.Input("past_key")));
        var dHead = @case.Inputs["Q"].Shape.Length == 4 ? @case.Inputs["Q"].Shape[3]
            : @case.Inputs["Q"].Shape[2] / (int)@case.Attribute("q_num_heads")!;
        var largestScore = q * k * dHead * (float)(@case.Attribute("scale") ?? 1 / Math.Sqrt(dHead));
        // the extreme cases: whole numbers, no rounding in a score
        var exact = q == MathF.Round(q) && k == MathF.Round(k) && q + k > 0;
        var scoreError = exact ? 0 : (dHead + 4) * Epsilon * largestScore;
        // Softcap rounds tanh, and a bias of up to 5 is rounded into the score.
        var biasError = 4 * Epsilon * (50 + 5);
        return 2 * (scoreError + biasError) + 20 * Epsilon;
    }

    private static float Largest(Tensor? tensor) =>
        tensor is null || tensor.Data.Length == 0 ? 0 : tensor.Data.Max(MathF.Abs);

    private static string Described(Case @case) =>
        string.Join(
            ", ", @case.Attributes.Select(attribute => $"{attribute.Key} = {attribute.Value}")) + Environment.NewLine +
        string.Join(Environment.NewLine,
            @case.Inputs.Select(input => $"{input.Key}: {input.Value.Described} {string.Join(" ", input.Value.Data)}"));

    private void Report(int atLeast)
    {
        output.WriteLine(
            $"{_count} cases agree with ONNX Runtime; the largest difference is {_largest:E1} of the largest number of "
            + "its tensor (or of 1)");
        Assert.True(_count >= atLeast);
    }
}
