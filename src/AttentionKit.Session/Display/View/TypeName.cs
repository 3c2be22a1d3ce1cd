using System.Collections;
using System.Runtime.CompilerServices;

namespace AttentionKit.Session.Display.View;

/// <summary>A type's name as C# writes it.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> Keywords = new (Type, string)[]
    {
        (typeof(bool), "bool"), (typeof(byte), "byte"), (typeof(char), "char"), (typeof(decimal), "decimal"),
        (typeof(double), "double"), (typeof(float), "float"), (typeof(int), "int"), (typeof(long), "long"),
        (typeof(object), "object"), (typeof(sbyte), "sbyte"), (typeof(short), "short"), (typeof(string), "string"),
        (typeof(uint), "uint"), (typeof(ulong), "ulong"), (typeof(ushort), "ushort"), (typeof(void), "void"),
    }.ToDictionary();

    public static string Of(Type type) =>
        Keywords.TryGetValue(type, out var keyword) ? keyword
        : Nullable.GetUnderlyingType(type) is { } inner ? Of(inner) + "?"
        : type.IsArray ? $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]"
        : IsAnonymous(type) ? "(anonymous)"
        : IsHidden(type) ? OfInterface(type)
        : Bare(type.Name) + Arguments(type);

    public static bool IsAnonymous(Type type) => type.Name.Contains("AnonymousType", StringComparison.Ordinal);

    // Classes that the compiler or a library makes behind an interface: iterators, the steps of LINQ.
    private static bool IsHidden(Type type) =>
        type.Name.Contains('<') || (type.IsNestedPrivate || type.IsNotPublic || type.IsNestedAssembly)
        && (typeof(IEnumerable).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type));

    private static string OfInterface(Type type) =>
        typeof(Task).IsAssignableFrom(type) ? Of(type.BaseType!)
        : type.GetInterfaces().FirstOrDefault(one => one.Name == "IEnumerable`1") is { } sequence ? Of(sequence)
        : type.IsDefined(typeof(CompilerGeneratedAttribute), false) ? "" : Bare(type.Name);

    private static string Bare(string name) => name.Split('`')[0];

    private static string Arguments(Type type) =>
        type.IsGenericType && type.GenericTypeArguments is not [{ Name: "VoidTaskResult" }]
        ? $"<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : "";
}
