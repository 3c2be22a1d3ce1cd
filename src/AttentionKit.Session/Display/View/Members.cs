using System.Diagnostics;
using System.Reflection;

namespace AttentionKit.Session.Display.View;

/// <summary>The public properties and fields of an object.</summary>
internal static class Members
{
    private static readonly string[] OfTask = [nameof(Task.Status), nameof(Task<>.Result), nameof(Task.Exception)];

    public static IReadOnlyList<MemberInfo> Of(Type type) =>
        typeof(Task).IsAssignableFrom(type)
        ? [.. OfTask.Select(type.GetProperty).OfType<PropertyInfo>().Where(one => one.PropertyType.IsVisible)]
        : [.. type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member is FieldInfo or PropertyInfo { GetMethod.IsPublic: true } && !IsHidden(member))
            .DistinctBy(member => member.Name)
            .OrderBy(member => member is FieldInfo)];

    public static object? Value(MemberInfo member, object of) => (member, of) switch
    {
        (PropertyInfo { Name: "Result" }, Task { IsCompletedSuccessfully: false }) => null, // It would wait.
        (PropertyInfo { PropertyType.IsByRefLike: true } span, _) => $"({TypeName.Of(span.PropertyType)})",
        (PropertyInfo property, _) => property.GetValue(of, BindingFlags.DoNotWrapExceptions, null, null, null),
        _ => ((FieldInfo)member).GetValue(of),
    };

    private static bool IsHidden(MemberInfo member) =>
        member is PropertyInfo property && property.GetIndexParameters().Length > 0
        || member.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State == DebuggerBrowsableState.Never;
}
