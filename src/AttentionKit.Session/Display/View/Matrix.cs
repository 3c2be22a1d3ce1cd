using System.Reflection;

namespace AttentionKit.Session.Display.View;

/// <summary>Anything with RowCount, ColumnCount and an indexer of both, such as MathNet's matrices.</summary>
internal sealed class Matrix(object value)
{
    private readonly PropertyInfo indexer = Indexer(value.GetType())!;

    public int Rows { get; } = Count(value, "RowCount");

    public int Columns { get; } = Count(value, "ColumnCount");

    public object? this[int row, int column] =>
        indexer.GetValue(value, BindingFlags.DoNotWrapExceptions, null, [row, column], null);

    public static bool IsOne(Type type) =>
        IsCount(type, "RowCount") && IsCount(type, "ColumnCount") && Indexer(type) is not null;

    private static bool IsCount(Type type, string name) => type.GetProperty(name)?.PropertyType == typeof(int);

    private static PropertyInfo? Indexer(Type type) => type.GetProperties().FirstOrDefault(property =>
        property.GetIndexParameters() is [var row, var column]
        && row.ParameterType == typeof(int) && column.ParameterType == typeof(int));

    private static int Count(object value, string name) =>
        (int)value.GetType().GetProperty(name)!.GetValue(value, BindingFlags.DoNotWrapExceptions, null, null, null)!;
}
