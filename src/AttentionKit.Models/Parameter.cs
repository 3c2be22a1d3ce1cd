using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>A matrix that a model has learned.</summary>
/// <param name="name">Its name in a file of weights.</param>
/// <param name="index">Its place among the model's parameters.</param>
/// <param name="value">What training changes in place; a bias or a gain has one row.</param>
public sealed class Parameter(string name, int index, Matrix<float> value)
{
    /// <summary>Its name in a file of weights.</summary>
    public string Name => name;

    /// <summary>Its place among the model's parameters.</summary>
    public int Index => index;

    /// <summary>What it is now. Training changes it in place.</summary>
    public Matrix<float> Value => value;

    internal float[] Numbers { get; } = value.AsColumnMajorArray();

    /// <summary>The numbers of a bias or a gain.</summary>
    internal Vector<float> Row => Vector<float>.Build.Dense(Numbers);
}
