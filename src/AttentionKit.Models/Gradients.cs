using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>How a loss changes with every parameter of a model.</summary>
/// <param name="parameters">The model's.</param>
public sealed class Gradients(IReadOnlyList<Parameter> parameters)
{
    private readonly float[][] numbers = [.. parameters.Select(parameter => new float[parameter.Numbers.Length])];

    /// <summary>∂loss/∂parameter, in the parameter's shape: a view, not a copy.</summary>
    /// <param name="parameter">One of the model's.</param>
    public Matrix<float> Of(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Matrix<float>.Build.Dense(parameter.Value.RowCount, parameter.Value.ColumnCount, numbers[parameter.Index]);
    }

    internal float[] Numbers(Parameter parameter) => numbers[parameter.Index];

    internal void Add(Parameter parameter, Matrix<float> gradient)
    {
        var sum = numbers[parameter.Index];
        TensorPrimitives.Add<float>(sum, gradient.AsColumnMajorArray() ?? gradient.ToColumnMajorArray(), sum);
    }

    /// <summary>Adds those of another sequence.</summary>
    internal void Add(Gradients other)
    {
        for (var i = 0; i < numbers.Length; i++)
            TensorPrimitives.Add<float>(numbers[i], other.numbers[i], numbers[i]);
    }

    /// <summary>Multiplies all, as to a mean over sequences.</summary>
    internal void Multiply(float factor)
    {
        foreach (var one in numbers)
            TensorPrimitives.Multiply(one, factor, one);
    }

    /// <summary>√Σ of all squares.</summary>
    public double Length => Math.Sqrt(numbers.Sum(one => (double)TensorPrimitives.SumOfSquares<float>(one)));
}
