using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttentionKit.Kernel.Pages;

/// <summary>C# in the colours of its syntax, as the compiler itself reads it.</summary>
internal static class CodeHtml
{
    public static string Of(string code)
    {
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, Session.CSharpSession.ParseOptions)
            .GetRoot().DescendantTokens())
        {
            AppendTrivia(html, token.LeadingTrivia);
            Append(html, token.Text, ClassOf(token));
            AppendTrivia(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    private static void AppendTrivia(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
            Append(html, trivia.ToFullString(),
                trivia.IsDirective ? "directive" : IsComment(trivia) ? "comment" : null);
    }

    private static void Append(StringBuilder html, string text, string? kind)
    {
        if (text.Length > 0)
            html.Append(
                kind is null ? PageText.Escape(text) : $"<span class=\"{kind}\">{PageText.Escape(text)}</span>");
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or
        SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private static string? ClassOf(SyntaxToken token) => token switch
    {
        _ when token.IsKeyword() || token.Parent is IdentifierNameSyntax { IsVar: true } => "keyword",
        _ when token.IsKind(SyntaxKind.NumericLiteralToken) => "number",
        _ when token.Parent is LiteralExpressionSyntax
            or InterpolatedStringTextSyntax or InterpolatedStringExpressionSyntax => "string",
        _ when token.Parent is SimpleNameSyntax name && IsCalled(name) => "call",
        _ => null,
    };

    private static bool IsCalled(SimpleNameSyntax name) => name.Parent is InvocationExpressionSyntax
        || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } member
        && member.Name == name;
}
