global using Numbers = MathNet.Numerics.LinearAlgebra.Matrix<double>;
