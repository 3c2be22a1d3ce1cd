using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttentionKit.Session;

/// <summary>A type that a cell declares, told apart from one of the same name in another cell.</summary>
internal sealed record CellType(SyntaxTree Cell, string Name);

/// <summary>Something that a cell declares.</summary>
/// <param name="Name">As code calls it.</param>
/// <param name="Key">What a later declaration must share to hide this one: the name, and for a method its
/// parameters.</param>
/// <param name="Text">As C#, with the type of a variable written out, and the bodies of methods left out.</param>
/// <param name="Type">What it declares, if that is a type.</param>
/// <param name="Uses">The types of cells without which the text means nothing.</param>
internal sealed record CellDeclaration(
    string Name, string Key, string Text, CellType? Type, IReadOnlyList<CellType> Uses)
{
    public bool IsMethod => Key.EndsWith(')');
}

/// <summary>What a cell leaves for later ones to see.</summary>
internal sealed class CellDeclarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, CellDeclarations> Known = [];
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private CellDeclarations(CSharpCompilation cell)
    {
        All = [.. cell.ScriptClass!.GetMembers().Where(IsDeclared).Select(Declaration)];
        Usings = [.. cell.SyntaxTrees.SelectMany(tree => ((CompilationUnitSyntax)tree.GetRoot()).Usings)
            .Select(one => one.ToString())];
    }

    public IReadOnlyList<CellDeclaration> All { get; }

    public IReadOnlyList<string> Usings { get; }

    /// <summary>Of a cell that compiled. It is looked at once, however often its compilation is made anew.</summary>
    public static CellDeclarations Of(CSharpCompilation cell) => Known.GetValue(cell.SyntaxTrees[^1], _ => new(cell));

    private static bool IsDeclared(ISymbol member) =>
        !member.IsImplicitlyDeclared && member.DeclaringSyntaxReferences.Length > 0
        && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary };

    private static CellDeclaration Declaration(ISymbol member)
    {
        var types = new HashSet<CellType>();
        Collect(member, types);
        return new(member.Name, Key(member),
            string.Concat(member.DeclaringSyntaxReferences.Select(part => Text(member, part.GetSyntax()))),
            member is INamedTypeSymbol type ? CellType(type) : null, [.. types]);
    }

    private static string Key(ISymbol member) => member switch
    {
        IMethodSymbol method => $"{method.MetadataName}`{method.Arity}({Types(method.Parameters)})",
        _ => member.MetadataName,
    };

    private static string Types(IEnumerable<IParameterSymbol> parameters) =>
        string.Join(", ", parameters.Select(one => one.Type.ToDisplayString(Full)));

    private static string Text(ISymbol member, SyntaxNode declared) => Comment(declared) + (member switch
    {
        IFieldSymbol field => Variable(field, declared),
        IMethodSymbol => ((MethodDeclarationSyntax)declared).WithBody(null).WithExpressionBody(null)
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken)).ToString(),
        _ => declared.ToString(),
    }) + "\n";

    // A type that has no name, in itself or in a part of it, is inferred once more.
    private static string Variable(IFieldSymbol field, SyntaxNode declared)
    {
        var initial = (declared as VariableDeclaratorSyntax)?.Initializer;
        var type = field.Type.ToDisplayString(Full);
        return field.IsConst ? $"const {type} {field.Name} {initial};"
            : initial is not null && type.Contains('<', StringComparison.Ordinal) && HasNoName(field.Type)
            ? $"var {field.Name} {initial};"
            : $"{type} {field.Name};";
    }

    private static bool HasNoName(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HasNoName(array.ElementType),
        INamedTypeSymbol named => named.IsAnonymousType || named.TypeArguments.Any(HasNoName),
        _ => false,
    };

    private static string Comment(SyntaxNode declared) =>
        string.Concat((declared.FirstAncestorOrSelf<FieldDeclarationSyntax>() ?? declared).GetLeadingTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
                || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia))
            .Select(trivia => trivia.ToFullString()));

    private static CellType? CellType(INamedTypeSymbol type) =>
        type.ContainingType is { IsScriptClass: true } && type.DeclaringSyntaxReferences is [var first, ..]
            ? new(first.SyntaxTree, type.MetadataName)
            : null;

    private static void Collect(ISymbol symbol, HashSet<CellType> found)
    {
        switch (symbol)
        {
            case IFieldSymbol field:
                Collect(field.Type, found);
                break;
            case IPropertySymbol property:
                Collect(property.Type, found);
                break;
            case IMethodSymbol method:
                Collect(method.ReturnType, found);
                foreach (var parameter in method.Parameters)
                    Collect(parameter.Type, found);
                break;
            case IArrayTypeSymbol array:
                Collect(array.ElementType, found);
                break;
            case INamedTypeSymbol type when CellType(type.OriginalDefinition) is { } ofCell && !found.Add(ofCell):
                break;
            case INamedTypeSymbol type:
                foreach (var argument in type.TypeArguments)
                    Collect(argument, found);
                if (CellType(type.OriginalDefinition) is null)
                    break;
                foreach (var part in type.GetMembers().Concat<ISymbol>(type.Interfaces))
                    Collect(part, found);
                if (type.BaseType is { } ancestor)
                    Collect(ancestor, found);
                break;
        }
    }
}
