using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using MethodDefinition = Mono.Cecil.MethodDefinition;

namespace AttentionKit.Session.Running;

/// <summary>Puts calls of <see cref="CellCheck"/> into a compiled cell: where a loop turns, and where a method begins.</summary>
/// <remarks>In the compiled code, where every loop is a branch back, whatever it was in the text: so nothing that the
/// compiler says or that a stack trace shows moves, and expression trees stay as they were.</remarks>
internal static class CheckWeaver
{
    /// <summary>Whether a cell can take long at all: most have neither a loop nor a function, and are left as they are.</summary>
    public static bool IsNeeded(CSharpCompilation cell) => cell.SyntaxTrees.Any(tree =>
        ((CompilationUnitSyntax)tree.GetRoot()).Members.Count > 1 || tree.GetRoot().DescendantNodes().Any(node => node.Kind() switch
        {
            SyntaxKind.ForStatement or SyntaxKind.ForEachStatement or SyntaxKind.ForEachVariableStatement
                or SyntaxKind.WhileStatement or SyntaxKind.DoStatement or SyntaxKind.GotoStatement
                or SyntaxKind.LocalFunctionStatement or SyntaxKind.MethodDeclaration or SyntaxKind.AwaitExpression
                or SyntaxKind.SimpleLambdaExpression or SyntaxKind.ParenthesizedLambdaExpression
                or SyntaxKind.AnonymousMethodExpression or SyntaxKind.QueryExpression
                or SyntaxKind.ClassDeclaration or SyntaxKind.StructDeclaration or SyntaxKind.InterfaceDeclaration
                or SyntaxKind.RecordDeclaration or SyntaxKind.RecordStructDeclaration
                or SyntaxKind.PropertyDeclaration or SyntaxKind.IndexerDeclaration or SyntaxKind.EventDeclaration => true,
            SyntaxKind.IdentifierName => ((IdentifierNameSyntax)node).Identifier.ValueText == nameof(Environment.FailFast),
            _ => false,
        }));

    /// <summary>Replaces what both streams hold.</summary>
    public static void Weave(MemoryStream assembly, MemoryStream symbols)
    {
        assembly.Position = symbols.Position = 0;
        using var module = ModuleDefinition.ReadModule(new MemoryStream(assembly.ToArray()), new ReaderParameters
        {
            SymbolReaderProvider = new PortablePdbReaderProvider(),
            SymbolStream = new MemoryStream(symbols.ToArray()),
        });
        var calls = new Calls(module);
        MethodDefinition[] methods = [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)];
        var entries = CallGraph.WhereCallsMayNeverEnd(methods);
        foreach (var method in methods)
            Weave(method, calls, entries);
        assembly.SetLength(0);
        symbols.SetLength(0);
        module.Write(assembly, new WriterParameters { SymbolWriterProvider = new PortablePdbWriterProvider(), SymbolStream = symbols });
    }

    private sealed class Calls(ModuleDefinition module)
    {
        public MethodReference AtTurn { get; } = module.ImportReference(typeof(CellCheck).GetMethod(nameof(CellCheck.AtTurn)));

        public FieldReference IsUp { get; } = module.ImportReference(typeof(CellCheck).GetField(nameof(CellCheck.IsUp)));

        public MethodReference AtEntry { get; } = module.ImportReference(typeof(CellCheck).GetMethod(nameof(CellCheck.AtEntry)));

        public MethodReference Never { get; } = module.ImportReference(typeof(CellCheck).GetMethod(nameof(CellCheck.Never)));

        public MethodReference FailFast(int nParameters) =>
            module.ImportReference(typeof(ProcessEnd).GetMethods().Single(method => method.GetParameters().Length == nParameters && method.IsStatic));
    }

    private static void Weave(MethodDefinition method, Calls calls, HashSet<MethodDefinition> entries)
    {
        var code = method.Body.Instructions;
        foreach (var end in code.Where(one => one.Operand is MethodReference { Name: nameof(Environment.FailFast), DeclaringType.FullName: "System.Environment" }))
            end.Operand = calls.FailFast(((MethodReference)end.Operand).Parameters.Count);
        var entry = entries.Contains(method) ? EntryCheck(method, calls) : null;
        Instruction[] back = [.. code.Where(TurnsBack)];
        Instruction[] turns = [.. back, .. IsCell(method) ? Statements(method) : []];
        ExceptionHandler[] endless = [.. method.Body.ExceptionHandlers.Where(handler => IsEndless(handler))];
        if (entry is null && turns.Length == 0)
            return;
        method.Body.SimplifyMacros(); // Short branches may become too short.
        LoopTwin[] twins = [.. back.Select(turn => turn.Operand).OfType<Instruction>().Distinct()
            .Select(head => LoopTwin.Of(method.Body, head, back)).OfType<LoopTwin>()];
        var isTwin = twins.SelectMany(twin => twin.Turns).ToHashSet();
        var lines = method.DebugInformation.GetSequencePointMapping();
        foreach (var twin in twins)
            twin.Weave(calls.IsUp, calls.AtTurn, lines);
        foreach (var turn in turns.Where(turn => !isTwin.Contains(turn)))
            PutBefore(turn, code, calls.AtTurn);
        foreach (var handler in endless)
            LetEnd(handler, method.Body, calls.Never);
        if (entry is not null)
            Enter(method.Body, Instruction.Create(OpCodes.Call, entry));
        if (twins.Length > 0)
            WriteLines(method, lines);
        method.Body.OptimizeMacros();
    }

    // In the order of the code.
    private static void WriteLines(MethodDefinition method, IDictionary<Instruction, SequencePoint> lines)
    {
        var points = method.DebugInformation.SequencePoints;
        points.Clear();
        foreach (var one in method.Body.Instructions)
            if (lines.TryGetValue(one, out var line))
                points.Add(new SequencePoint(one, line.Document)
                {
                    StartLine = line.StartLine,
                    StartColumn = line.StartColumn,
                    EndLine = line.EndLine,
                    EndColumn = line.EndColumn,
                });
    }

    /// <returns>Null where none is needed: an accessor that only gets or sets, and what runs once.</returns>
    private static MethodReference? EntryCheck(MethodDefinition method, Calls calls)
    {
        // What throws in a static constructor makes its type useless for good; native code can't be thrown at.
        if (method is { IsConstructor: true, IsStatic: true } || IsCalledByNativeCode(method))
            return null;
        if (method.Body.Instructions.Any(one => one.OpCode.FlowControl == FlowControl.Call))
            return calls.AtEntry;
        return method.IsGetter || method.IsSetter || method.IsConstructor ? null : calls.AtTurn;
    }

    private static bool IsCalledByNativeCode(MethodDefinition method) =>
        method.IsStatic && method.HasCustomAttributes && method.CustomAttributes.Any(one => one.AttributeType.Name == "UnmanagedCallersOnlyAttribute");

    private static bool TurnsBack(Instruction one) => one.Operand switch
    {
        Instruction target => target.Offset <= one.Offset,
        Instruction[] targets => targets.Any(target => target.Offset <= one.Offset),
        _ => false,
    };

    // A cell's own statements call libraries one after another, and between two of them it can be stopped; in loops their turns do for that.
    private static IEnumerable<Instruction> Statements(MethodDefinition cell)
    {
        var code = cell.Body.Instructions;
        (int Start, int End)[] loops = [.. code.Where(TurnsBack).Select(back => (First(back), back.Offset))];
        var statements = cell.DebugInformation.SequencePoints.Where(point => !point.IsHidden).Select(point => point.Offset)
            .Where(at => !loops.Any(loop => loop.Start <= at && at <= loop.End)).ToHashSet();
        return code.Where(one => statements.Contains(one.Offset) && !TurnsBack(one));

        static int First(Instruction back) => back.Operand is Instruction target ? target.Offset : ((Instruction[])back.Operand).Min(one => one.Offset);
    }

    private static bool IsCell(MethodDefinition method) => method.Name == "MoveNext" && method.DeclaringType.Name.StartsWith("<<Initialize>>", StringComparison.Ordinal);

    // The instruction itself becomes the call, so that what branches to it meets the check too.
    private static void PutBefore(Instruction place, Mono.Collections.Generic.Collection<Instruction> code, MethodReference check)
    {
        var moved = Instruction.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand) = (place.OpCode, place.Operand);
        (place.OpCode, place.Operand) = (OpCodes.Call, check);
        code.Insert(code.IndexOf(place) + 1, moved);
    }

    private static bool IsEndless(ExceptionHandler handler)
    {
        if (handler.HandlerType != ExceptionHandlerType.Finally)
            return false;
        var one = handler.HandlerStart;
        while (one != handler.HandlerEnd && one.OpCode != OpCodes.Endfinally)
            one = one.Next;
        return one == handler.HandlerEnd;
    }

    // What is thrown in a finally that has no end, as a check does, is a segmentation fault in .NET 10.0: give it one that is never met.
    private static void LetEnd(ExceptionHandler handler, MethodBody body, MethodReference never)
    {
        var start = handler.HandlerStart;
        Instruction[] end = [Instruction.Create(OpCodes.Call, never), Instruction.Create(OpCodes.Brfalse, start), Instruction.Create(OpCodes.Endfinally)];
        for (var (at, n) = (body.Instructions.IndexOf(start), 0); n < end.Length; n++)
            body.Instructions.Insert(at + n, end[n]);
        handler.HandlerStart = end[0];
        foreach (var other in body.ExceptionHandlers)
        {
            if (other.TryEnd == start)
                other.TryEnd = end[0];
            if (other.HandlerEnd == start)
                other.HandlerEnd = end[0];
        }
    }

    // Inside of the outermost try of what awaits: what it throws there ends its task, and outside of it the process.
    private static void Enter(MethodBody body, Instruction check)
    {
        var all = IsAsync(body.Method) ? body.ExceptionHandlers.MaxBy(handler => handler.TryEnd.Offset - handler.TryStart.Offset) : null;
        body.Instructions.Insert(all is null ? 0 : body.Instructions.IndexOf(all.TryStart), check);
        all?.TryStart = check;
    }

    private static bool IsAsync(MethodDefinition method) => method.Name == "MoveNext" && method.DeclaringType.Interfaces.Any(one => one.InterfaceType.Name == "IAsyncStateMachine");
}
