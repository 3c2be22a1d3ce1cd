using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AttentionKit.Session.Display.View;

/// <summary>The text of values that are one word, number or text.</summary>
internal static class Scalar
{
    /// <returns>Null when the value has parts to show.</returns>
    public static Leaf? Of(object value) => value switch
    {
        string text => new(text),
        bool or char or Enum => new(value.ToString()!),
        DateTime or DateTimeOffset => new(((IFormattable)value).ToString("u", CultureInfo.InvariantCulture)),
        Type type => new(TypeName.Of(type)),
        Exception => new(value.ToString()!),
        Delegate => new(TypeName.Of(value.GetType())),
        IEnumerable or ITuple or Task => null,
        IFormattable number when !Matrix.IsOne(value.GetType()) =>
            new(number.ToString(null, CultureInfo.InvariantCulture), value.GetType().IsPrimitive || value is decimal),
        _ => WordsItself(value.GetType()) ? new(value.ToString()!) : null,
    };

    /// <summary>A number in six digits, as MathNet writes matrices.</summary>
    public static Leaf InMatrix(object? value) => value switch
    {
        null => Leaf.Null,
        float or double => new(((IFormattable)value).ToString("G6", CultureInfo.InvariantCulture), IsNumber: true),
        _ => Of(value) ?? new(TypeName.Of(value.GetType())),
    };

    /// <summary>What the author of a type lets it say of itself.</summary>
    /// <returns>Null when it has only what the compiler writes.</returns>
    public static string? Words(object value) =>
        value.GetType() is var type && HasWords(type) && !IsRecord(type) && !IsFrameworks(type)
        ? value.ToString() : null;

    private static bool HasWords(Type type) =>
        type.GetMethod(nameof(ToString), [])?.DeclaringType is { } author
        && author != typeof(object) && author != typeof(ValueType);

    private static bool IsRecord(Type type) => TypeName.IsAnonymous(type)
        || type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    // Of the framework's own types, those that have words have no parts that say more: Uri, Version, StringBuilder.
    private static bool WordsItself(Type type) => IsFrameworks(type) && HasWords(type)
        && type.Namespace != "System.Data" && type.Name is not ("KeyValuePair`2" or "Memory`1" or "ReadOnlyMemory`1");

    private static bool IsFrameworks(Type type) =>
        type.Namespace is { } space && $"{space}.".StartsWith("System.", StringComparison.Ordinal);
}
