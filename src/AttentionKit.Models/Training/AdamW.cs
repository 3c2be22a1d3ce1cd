namespace AttentionKit.Models;

/// <summary>Moves parameters against their gradients, each by a step of its own size.</summary>
/// <param name="parameters">What is trained.</param>
/// <param name="learningRate">About how far one step moves a number.</param>
/// <param name="weightDecay">The share of itself, times the learning rate, that each number of a weight loses in a step; biases and gains lose nothing.</param>
/// <param name="beta1">How much of the mean gradient is kept from step to step.</param>
/// <param name="beta2">How much of the mean square is kept.</param>
/// <remarks>Kingma and Ba 2015, algorithm 1; decay: Loshchilov and Hutter 2019, algorithm 2.</remarks>
public sealed class AdamW(IReadOnlyList<Parameter> parameters, float learningRate, float weightDecay = 0, float beta1 = .9f, float beta2 = .999f)
{
    private const float Epsilon = 1e-8f;
    private readonly float[][] means = Zeros(parameters), squares = Zeros(parameters);

    /// <summary>Steps so far.</summary>
    public int NSteps { get; private set; }

    /// <summary>About how far one step moves a number; a schedule changes it.</summary>
    public float LearningRate { get; set; } = learningRate;

    /// <summary>One step.</summary>
    /// <param name="gradients">Of the same parameters.</param>
    public void Step(Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        NSteps++;
        // Both means start at 0: they are divided by what they have seen of their gradients.
        var rate = (float)(LearningRate / (1 - Math.Pow(beta1, NSteps)));
        var seen = (float)(1 / (1 - Math.Pow(beta2, NSteps)));
        foreach (var parameter in parameters)
            Step(parameter, gradients.Numbers(parameter), rate, seen);
    }

    private void Step(Parameter parameter, float[] gradient, float rate, float seen)
    {
        float[] numbers = parameter.Numbers, mean = means[parameter.Index], square = squares[parameter.Index];
        var kept = parameter.Value.RowCount > 1 ? 1 - LearningRate * weightDecay : 1;
        for (var i = 0; i < numbers.Length; i++)
        {
            mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
            square[i] = beta2 * square[i] + (1 - beta2) * gradient[i] * gradient[i];
            numbers[i] = kept * numbers[i] - rate * mean[i] / (MathF.Sqrt(square[i] * seen) + Epsilon);
        }
    }

    private static float[][] Zeros(IReadOnlyList<Parameter> parameters) => [.. parameters.Select(parameter => new float[parameter.Numbers.Length])];
}
