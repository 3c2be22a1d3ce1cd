namespace AttentionKit.Lessons;

/// <summary>A matrix whose rows and columns have names that a person can read.</summary>
/// <param name="RowNames">One name a row, for example the tokens.</param>
/// <param name="ColumnNames">One name a column, for example the features of an embedding.</param>
/// <param name="Matrix">[RowNames × ColumnNames]</param>
public sealed record NamedMatrix(
    IReadOnlyList<string> RowNames, IReadOnlyList<string> ColumnNames, Matrix<float> Matrix);
