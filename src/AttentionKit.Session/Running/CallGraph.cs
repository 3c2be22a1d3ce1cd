using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AttentionKit.Session.Running;

/// <summary>Which methods of a cell call which.</summary>
internal static class CallGraph
{
    /// <summary>The methods that may be called without an end although nobody's loop turns: those that call themselves,
    /// directly or through others, and those that others call without naming them, as a library calls a lambda. All other
    /// methods end when those that they call do.</summary>
    public static HashSet<MethodDefinition> WhereCallsMayNeverEnd(IReadOnlyList<MethodDefinition> methods)
    {
        var calls = methods.ToDictionary(method => method, method => Named(method, isCalled: true));
        HashSet<MethodDefinition> found = [.. methods.SelectMany(method => Named(method, isCalled: false))];
        found.UnionWith(methods.Where(method => method.IsVirtual || Reaches(method, method, calls)));
        return found;
    }

    private static MethodDefinition[] Named(MethodDefinition method, bool isCalled) =>
    [
        .. method.Body.Instructions.Where(one => one.OpCode.FlowControl == FlowControl.Call == isCalled)
            .Select(one => one.Operand).OfType<MethodReference>()
            .Where(named => named.DeclaringType.Scope == method.Module)
            .Select(named => named.Resolve()).Where(named => named is { HasBody: true }),
    ];

    private static bool Reaches(MethodDefinition from, MethodDefinition to, Dictionary<MethodDefinition, MethodDefinition[]> calls)
    {
        HashSet<MethodDefinition> seen = [];
        Stack<MethodDefinition> open = new(calls[from]);
        while (open.TryPop(out var next))
        {
            if (next == to)
                return true;
            if (seen.Add(next))
                foreach (var called in calls.GetValueOrDefault(next, []))
                    open.Push(called);
        }
        return false;
    }
}
