using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttentionKit.Session;

/// <summary>All that a new cell can see of those that ran, as few scripts that follow one another; mostly as
/// one.</summary>
/// <remarks>
/// Two things of one name are seen where a variable is of a type that was declared again since: the old type and what
/// is of it are in an earlier script then. What is of the old type and came after the new one is taken to be of the new
/// one.
/// </remarks>
internal static class VisibleDeclarations
{
    /// <param name="last">The last of the cells; it knows those before it.</param>
    public static IReadOnlyList<string> Of(CSharpCompilation? last)
    {
        var cells = new Stack<CellDeclarations>();
        for (var cell = last; cell is not null; cell = cell.ScriptCompilationInfo!.PreviousScriptCompilation)
            cells.Push(CellDeclarations.Of(cell));
        CellDeclaration[] all = [.. cells.SelectMany(cell => cell.All)];
        var usings = string.Join('\n', cells.SelectMany(cell => cell.Usings).Distinct());
        return [.. Layers(Needed(all)).Select(layer => $"{usings}\n{layer}")];
    }

    private static IEnumerable<CellDeclaration> Needed(CellDeclaration[] all)
    {
        var types = all.Where(one => one.Type is not null).ToDictionary(one => one.Type!);
        var needed = new HashSet<CellDeclaration>(ReferenceEqualityComparer.Instance);
        foreach (var one in NotHidden(all))
            Need(one);
        return all.Where(needed.Contains);

        void Need(CellDeclaration one)
        {
            if (!needed.Add(one))
                return;
            foreach (var used in one.Uses)
                if (types.TryGetValue(used, out var type))
                    Need(type);
        }
    }

    /// <summary>Those that no later one hides, the last first.</summary>
    public static IEnumerable<CellDeclaration> NotHidden(CellDeclaration[] all)
    {
        var keys = new HashSet<string>();
        var hidden = new HashSet<string>(); // All of that name: what is no method hides methods too.
        foreach (var one in all.Reverse())
        {
            if (!hidden.Contains(one.Name) && keys.Add(one.Key))
                yield return one;
            if (!one.IsMethod)
                hidden.Add(one.Name);
        }
    }

    private static IEnumerable<StringBuilder> Layers(IEnumerable<CellDeclaration> declarations)
    {
        var layer = new StringBuilder();
        var names = new Dictionary<string, CellDeclaration>();
        foreach (var one in declarations)
        {
            if (names.TryGetValue(one.Name, out var same) && !(same.IsMethod && one.IsMethod && same.Key != one.Key))
            {
                yield return layer;
                layer = new();
                names.Clear();
            }
            names[one.Name] = one;
            layer.Append(one.Text);
        }
        yield return layer;
    }
}
