using System.Reflection;

namespace AttentionKit.Tests;

/// <summary>Writes the public surface of the kit, a line a member, as C# would declare it.</summary>
internal static class PublicApi
{
    private static readonly NullabilityInfoContext s_nullability = new();

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
    };

    internal static string Of(Assembly assembly) =>
        string.Join("\n", assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Described)) + "\n";

    private static string Described(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetMembers(Own).Where(IsWritten).Select(member => "  " + Described(member)).Order(StringComparer.Ordinal);
        return $"{Kind(type)} {type.FullName}\n{string.Join("\n", members)}\n";
    }

    private static string Kind(Type type) =>
        type.IsAbstract && type.IsSealed ? "static class" :
        type.GetMethod("<Clone>$") is not null ? "sealed record" :
        type.IsSealed ? "sealed class" : "class";

    // Accessors belong to their properties, and a record's equality and printing to its being a record.
    private static bool IsWritten(MemberInfo member) =>
        member is not MethodBase { IsSpecialName: true } or ConstructorInfo
        && !member.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute));

    private static string Described(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{Static(method)}{Name(s_nullability.Create(method.ReturnParameter))} {method.Name}({Parameters(method)})",
        PropertyInfo property => $"{Static(property.GetMethod!)}{Name(s_nullability.Create(property))} {property.Name} {{ get;{Setter(property)} }}",
        FieldInfo field => $"{field.FieldType.Name} {field.Name}",
        _ => $"{member.MemberType} {member.Name}",
    };

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    private static string Setter(PropertyInfo property) => property.SetMethod is not { IsPublic: true } setter ? ""
        : setter.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;" : " set;";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "") + $"{Name(s_nullability.Create(parameter))} {parameter.Name}{Default(parameter)}"));

    private static string Default(ParameterInfo parameter) => !parameter.HasDefaultValue ? "" :
        parameter.DefaultValue switch { null => " = null", bool flag => flag ? " = true" : " = false", var value => $" = {value}" };

    private static string Name(NullabilityInfo info)
    {
        var type = info.Type;
        if (Nullable.GetUnderlyingType(type) is { } value) return Keyword(value) + "?";
        var name = type.IsArray ? Name(info.ElementType!) + $"[{new string(',', type.GetArrayRank() - 1)}]"
            : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", info.GenericTypeArguments.Select(Name))}>"
            : Keyword(type);
        return info.ReadState == NullabilityState.Nullable ? name + "?" : name;
    }

    private static string Keyword(Type type) => s_keywords.GetValueOrDefault(type, type.Name);
}
