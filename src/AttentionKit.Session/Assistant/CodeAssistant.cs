using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Text;

namespace AttentionKit.Session;

/// <summary>What may be typed at a place.</summary>
/// <param name="Start">The first character that a match replaces.</param>
/// <param name="Matches">Each text and its kind: method, local, keyword …</param>
internal sealed record Completions(int Start, IReadOnlyList<(string Text, string Kind)> Matches);

/// <summary>Completion and help while a cell is typed, from Roslyn's own services, in the context of the cells that
/// ran.</summary>
/// <remarks>Works beside a running cell, and never on the thread that asks.</remarks>
internal sealed class CodeAssistant(CSharpSession session)
{
    private readonly Dictionary<MetadataReference, MetadataReference> documented = [];
    private Document? draft;
    private CSharpCompilation? last;

    /// <summary>How many scripts Roslyn is given: the one that is typed, and those of what it can see.</summary>
    public int ScriptCount => Document("").Project.Solution.ProjectIds.Count;

    /// <summary>Whether it has looked at all that the cells have declared.</summary>
    public bool KnowsAll
    {
        get
        {
            lock (documented)
                return draft is not null && session.Previous == last;
        }
    }

    /// <summary>Whether code can be run as it is.</summary>
    /// <returns>"complete", "invalid", or "incomplete" with the indent of the next line.</returns>
    public static (string Status, string Indent) Completeness(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, CSharpSession.ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return ("incomplete", new(' ', 4 * Math.Max(0, Written(tree).Sum(Depth))));
        var isInvalid = tree.GetDiagnostics().Any(one => one.Severity == DiagnosticSeverity.Error);
        return (isInvalid ? "invalid" : "complete", "");

        static IEnumerable<SyntaxToken> Written(SyntaxTree tree) =>
            tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing);

        static int Depth(SyntaxToken token) => token.Kind() switch
        {
            SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
            SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
            _ => 0,
        };
    }

    /// <summary>Looks at what the cells have declared since the last question, so that the next one need not wait for
    /// that.</summary>
    public Task CatchUpAsync() => KnowsAll ? Task.CompletedTask : CompleteAsync("\"\".", 3);

    public Task<Completions> CompleteAsync(string code, int position) =>
        Task.Run(() => CompleteAsync(Document(code), code, position));

    private static async Task<Completions> CompleteAsync(Document document, string code, int position)
    {
        var list = await CompletionService.GetService(document)!.GetCompletionsAsync(document, position);
        var start = Math.Min(list.Span.Start, position);
        var typed = code[start..position];
        return new(start, [.. list.ItemsList
            .Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(item => (item.DisplayText, item.Tags.FirstOrDefault("text").ToLowerInvariant())).Distinct()]);
    }

    /// <summary>Describes what is at a place or just before it, or else the method whose arguments are typed
    /// there.</summary>
    /// <returns>Null when there is nothing to say.</returns>
    public Task<string?> DescribeAsync(string code, int position) =>
        Task.Run(() => DescribeAsync(Document(code), code, position));

    private static async Task<string?> DescribeAsync(Document document, string code, int position)
    {
        var model = (await document.GetSemanticModelAsync())!;
        var root = await model.SyntaxTree.GetRootAsync();
        foreach (var place in new[] { position, position - 1 }.Where(IsOfName))
            if (await DescribeAsync(document, model, root, place) is { } text)
                return text;
        var arguments = root.FindToken(Math.Max(0, position - 1)).Parent?.AncestorsAndSelf()
            .OfType<ArgumentListSyntax>().FirstOrDefault();
        return arguments?.Parent switch
        {
            InvocationExpressionSyntax call => await DescribeCallAsync(
                document, model, root, call.Expression, model.GetMemberGroup(call.Expression)),
            ObjectCreationExpressionSyntax creation => await DescribeCallAsync(
                document, model, root, creation.Type,
                (model.GetTypeInfo(creation).Type as INamedTypeSymbol)?.InstanceConstructors ?? []),
            _ => null,
        };

        bool IsOfName(int place) =>
            place >= 0 && place < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[place]);
    }

    private static async Task<string?> DescribeCallAsync(
        Document document, SemanticModel model, SyntaxNode root, ExpressionSyntax called,
        IEnumerable<ISymbol> overloads)
    {
        var text = await DescribeAsync(document, model, root, called.Span.End - 1);
        var signatures = overloads.Select(symbol => symbol.ToMinimalDisplayString(model, called.SpanStart)).ToArray();
        return signatures.Length > 1 ? $"{text}\n\nIts forms:\n{string.Join('\n', signatures)}" : text;
    }

    private static async Task<string?> DescribeAsync(Document document, SemanticModel model, SyntaxNode root, int place)
    {
        var info = await QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, place);
        if (info is not { Sections.Length: > 0 })
            return null;
        var text = new StringBuilder().AppendJoin('\n', info.Sections.Select(section => section.Text));
        var symbols = model.GetSymbolInfo(root.FindToken(place).Parent!);
        foreach (var (name, about) in Parameters(symbols.Symbol ?? symbols.CandidateSymbols.FirstOrDefault()))
            text.Append($"\n  {name}: {about}");
        return text.Replace("\r", "").ToString();
    }

    // Roslyn's hover leaves the parameters out, and there the kit says the shapes.
    private static IEnumerable<(string Name, string About)> Parameters(ISymbol? symbol)
    {
        var xml = symbol?.GetDocumentationCommentXml();
        return string.IsNullOrEmpty(xml) ? [] : XElement.Parse($"<all>{xml}</all>").Descendants("param")
            .Select(one => ((string)one.Attribute("name")!, OnOneLine(one.Value)));

        static string OnOneLine(string text) =>
            string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // A draft is a script after those of all that is visible. They are made anew only when a cell has run since.
    private Document Document(string code)
    {
        lock (documented)
        {
            if (!KnowsAll)
                (draft, last) = (Context(session.Previous), session.Previous);
            return draft!.Project.Solution.WithDocumentText(draft.Id, SourceText.From(code)).GetDocument(draft.Id)!;
        }
    }

    private Document Context(CSharpCompilation? cells)
    {
        var references = session.References.Select(Documented).ToArray();
        var solution = new AdhocWorkspace(MefHostServices.DefaultHost).CurrentSolution;
        ProjectId? project = null;
        foreach (var script in VisibleDeclarations.Of(cells).Append(""))
        {
            var before = project is null ? [] : new[] { new ProjectReference(project) };
            project = ProjectId.CreateNewId();
            // Its own: Roslyn takes documents of one path for the same.
            var name = $"script{solution.ProjectIds.Count}";
            var document = DocumentInfo.Create(
                DocumentId.CreateNewId(project), name, sourceCodeKind: SourceCodeKind.Script,
                loader: TextLoader.From(TextAndVersion.Create(SourceText.From(script), VersionStamp.Create())),
                filePath: Path.Combine(session.Folder, name));
            solution = solution.AddProject(ProjectInfo.Create(
                project, VersionStamp.Create(), name, name, LanguageNames.CSharp,
                compilationOptions: session.Options, parseOptions: CSharpSession.ParseOptions, documents: [document],
                projectReferences: before, metadataReferences: before.Length == 0 ? references : [],
                isSubmission: true));
        }
        return solution.GetProject(project)!.Documents.Single();
    }

    private MetadataReference Documented(MetadataReference reference)
    {
        if (!documented.TryGetValue(reference, out var with))
            documented[reference] = with = Documentation.AddTo((PortableExecutableReference)reference);
        return with;
    }
}
