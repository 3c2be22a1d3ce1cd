namespace AttentionKit.Models.Tests;

public class GradientTests
{
    public static TheoryData<string, TransformerSizes> Variants()
    {
        var small = new TransformerSizes(7, 6, 4, 2, 2);
        return new()
        {
            { "attention only", small },
            { "grouped heads, rope", small with { NKvHeads = 1, Positions = Positions.Rope } },
            { "alibi, rms, swiglu", small with { Positions = Positions.Alibi, Norm = NormKind.RmsNorm, DMlp = 5, Activation = Activation.SwiGlu } },
            { "gpt-2", small with { Norm = NormKind.LayerNorm, DMlp = 8, Activation = Activation.GeluTanh, HasBiases = true, TiesUnembedding = true } },
            { "gelu, no positions", small with { Positions = Positions.None, Norm = NormKind.LayerNorm, DMlp = 8, HasBiases = true } },
        };
    }

    [Theory]
    [MemberData(nameof(Variants), DisableDiscoveryEnumeration = true)]
    public void Backward_IsWhatCentralDifferencesMeasure(string name, TransformerSizes sizes)
    {
        var model = new Transformer(sizes, seed: 3);
        var example = Example.Next([0, 3, 1, 3, 0, 6, 5]);
        var gradients = TrainingStep.Of(model, [example], TestContext.Current.CancellationToken).Gradients;
        foreach (var parameter in model.Parameters)
            for (var i = 0; i < parameter.Numbers.Length; i += 3)
                Assert.True(Near(Measured(model, example, parameter.Numbers, i), gradients.Of(parameter).AsColumnMajorArray()[i]),
                    $"{name}: {parameter.Name}[{i}] is {gradients.Of(parameter).AsColumnMajorArray()[i]}, measured {Measured(model, example, parameter.Numbers, i)}");
    }

    // Losses are some 2 ± 2e-7 in float: over a step of 2·5e-3 that is 4e-5; the curvature adds about as much.
    private static bool Near(double measured, float computed) => Math.Abs(measured - computed) < 2e-4 + 1e-2 * Math.Abs(measured);

    private static double Measured(Transformer model, Example example, float[] numbers, int i)
    {
        const float Step = 5e-3f;
        var before = numbers[i];
        double Loss(float number)
        {
            numbers[i] = number;
            return CrossEntropy.Of(model.Run(example.Tokens).Logits, example.Targets).Loss;
        }
        var slope = (Loss(before + Step) - Loss(before - Step)) / (2 * Step);
        numbers[i] = before;
        return slope;
    }
}
