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

/// <summary>Completion and help while a cell is typed, from Roslyn's own services, in the context of the cells that ran.</summary>
internal sealed class CodeAssistant(CSharpSession session)
{
    private Solution cells = new AdhocWorkspace(MefHostServices.DefaultHost).CurrentSolution;
    private readonly Dictionary<Compilation, ProjectId> projects = [];
    private readonly Dictionary<MetadataReference, MetadataReference> documented = [];

    /// <summary>Whether code can be run as it is.</summary>
    /// <returns>"complete", "invalid", or "incomplete" with the indent of the next line.</returns>
    public static (string Status, string Indent) Completeness(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, CSharpSession.ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return ("incomplete", new(' ', 4 * Math.Max(0, tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing).Sum(Depth))));
        return (tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete", "");

        static int Depth(SyntaxToken token) => token.Kind() switch
        {
            SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
            SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
            _ => 0,
        };
    }

    public async Task<Completions> CompleteAsync(string code, int position)
    {
        var document = Document(code);
        var list = await CompletionService.GetService(document)!.GetCompletionsAsync(document, position);
        var start = Math.Min(list.Span.Start, position);
        var typed = code[start..position];
        return new(start, [.. list.ItemsList.Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(item => (item.DisplayText, item.Tags.FirstOrDefault("text").ToLowerInvariant())).Distinct()]);
    }

    /// <summary>Describes what is at a place or just before it, or else the method whose arguments are typed there.</summary>
    /// <returns>Null when there is nothing to say.</returns>
    public async Task<string?> DescribeAsync(string code, int position)
    {
        var document = Document(code);
        var model = (await document.GetSemanticModelAsync())!;
        var root = await model.SyntaxTree.GetRootAsync();
        foreach (var place in new[] { position, position - 1 }.Where(place => place >= 0 && place < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[place])))
            if (await DescribeAsync(document, model, root, place) is { } text)
                return text;
        var arguments = root.FindToken(Math.Max(0, position - 1)).Parent?.AncestorsAndSelf().OfType<ArgumentListSyntax>().FirstOrDefault();
        return arguments?.Parent switch
        {
            InvocationExpressionSyntax call => await DescribeCallAsync(document, model, root, call.Expression, model.GetMemberGroup(call.Expression)),
            ObjectCreationExpressionSyntax creation => await DescribeCallAsync(document, model, root, creation.Type, (model.GetTypeInfo(creation).Type as INamedTypeSymbol)?.InstanceConstructors ?? []),
            _ => null,
        };
    }

    private static async Task<string?> DescribeCallAsync(Document document, SemanticModel model, SyntaxNode root, ExpressionSyntax called, IEnumerable<ISymbol> overloads)
    {
        var text = await DescribeAsync(document, model, root, called.Span.End - 1);
        var signatures = overloads.Select(symbol => symbol.ToMinimalDisplayString(model, called.SpanStart)).ToArray();
        return signatures.Length > 1 ? $"{text}\n\nIts forms:\n{string.Join('\n', signatures)}" : text;
    }

    private static async Task<string?> DescribeAsync(Document document, SemanticModel model, SyntaxNode root, int place)
    {
        if (await QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, place) is not { Sections.Length: > 0 } info)
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
            .Select(one => ((string)one.Attribute("name")!, string.Join(' ', one.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    // To Roslyn's services a cell is a project of its own, which refers to the cell before.
    private Document Document(string code)
    {
        var missing = new Stack<CSharpCompilation>();
        for (var cell = session.Previous; cell is not null && !projects.ContainsKey(cell); cell = cell.ScriptCompilationInfo!.PreviousScriptCompilation)
            missing.Push(cell);
        foreach (var cell in missing)
            projects[cell] = Add(ref cells, cell);
        var withDraft = cells;
        var draft = Add(ref withDraft, session.Draft(code));
        return withDraft.GetProject(draft)!.Documents.Single();
    }

    private ProjectId Add(ref Solution solution, CSharpCompilation cell)
    {
        var project = ProjectId.CreateNewId();
        var tree = cell.SyntaxTrees[^1]; // Those before it are of files that it loads.
        var document = DocumentInfo.Create(DocumentId.CreateNewId(project), "cell", sourceCodeKind: SourceCodeKind.Script,
            loader: TextLoader.From(TextAndVersion.Create(tree.GetText(), VersionStamp.Create())), filePath: tree.FilePath);
        ProjectReference[] before = cell.ScriptCompilationInfo!.PreviousScriptCompilation is { } previous ? [new(projects[previous])] : [];
        solution = solution.AddProject(ProjectInfo.Create(project, VersionStamp.Create(), cell.AssemblyName!, cell.AssemblyName!, LanguageNames.CSharp,
            compilationOptions: cell.Options, parseOptions: CSharpSession.ParseOptions, documents: [document], projectReferences: before, metadataReferences: cell.ExternalReferences.Union(HostAssemblies.References).Select(Documented), isSubmission: true));
        return project;
    }

    private MetadataReference Documented(MetadataReference reference)
    {
        if (!documented.TryGetValue(reference, out var with))
            documented[reference] = with = Documentation.AddTo((PortableExecutableReference)reference);
        return with;
    }
}
