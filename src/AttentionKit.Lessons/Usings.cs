global using AttentionKit.Lessons.Diagnosis.Grammar;
global using AttentionKit.Lessons.Diagnosis.Inputs;
global using AttentionKit.Lessons.Diagnosis.Judging;
global using AttentionKit.Lessons.Diagnosis.Steps;
global using AttentionKit.Plots;
global using MathNet.Numerics.LinearAlgebra;
global using Numbers = MathNet.Numerics.LinearAlgebra.Matrix<double>;
