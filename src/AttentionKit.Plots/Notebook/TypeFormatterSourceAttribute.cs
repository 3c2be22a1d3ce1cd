namespace AttentionKit.Plots.Notebook;

/// <summary>Names the class that tells a notebook how to show values of a type.</summary>
/// <remarks>.NET Interactive looks for an attribute of this name, in whatever assembly, and reads its properties by
/// their names: a
/// library needs no package of it to be shown well. Our own session does the same.</remarks>
/// <param name="formatterSourceType">Has a constructor without parameters and a method CreateTypeFormatters.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>Has a constructor without parameters and a method CreateTypeFormatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The forms that a notebook gets, best first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
