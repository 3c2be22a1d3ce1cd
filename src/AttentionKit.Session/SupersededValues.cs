using Microsoft.CodeAnalysis.CSharp;

namespace AttentionKit.Session;

/// <summary>Lets go of the variables of cells of which no name can be seen any more, since later cells declared them
/// all again.</summary>
/// <remarks>What a function or another cell still uses stays: it holds on to the cell itself.</remarks>
internal static class SupersededValues
{
    /// <param name="submissions">The objects whose fields are the variables of cells, each of an assembly of its
    /// own.</param>
    /// <param name="last">The last cell; it knows those before it.</param>
    public static void Forget(object?[] submissions, CSharpCompilation? last)
    {
        var cells = new List<(string Assembly, CellDeclarations Declared)>();
        for (var cell = last; cell is not null; cell = cell.ScriptCompilationInfo!.PreviousScriptCompilation)
            cells.Add((cell.AssemblyName!, CellDeclarations.Of(cell)));
        cells.Reverse();
        var visible = VisibleDeclarations.NotHidden([.. cells.SelectMany(cell => cell.Declared.All)])
            .ToHashSet(ReferenceEqualityComparer.Instance);
        var superseded = cells.Where(cell => !cell.Declared.All.Any(visible.Contains))
            .Select(cell => cell.Assembly).ToHashSet();
        for (var i = 0; i < submissions.Length; i++)
            if (submissions[i]?.GetType().Assembly.GetName().Name is { } name && superseded.Contains(name))
                submissions[i] = null;
    }
}
