using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AttentionKit.Session.Running;

/// <summary>Two copies of an innermost loop: one turns as long as nothing is to be looked at, and asks for that by one
/// comparison; the other, where the first one goes on when there is, calls the check at each turn.</summary>
/// <remarks>A call in a loop, even one that is never met, makes the compiler keep what the loop adds up in memory: a
/// product of matrices took 2.4 times as long.</remarks>
internal sealed class LoopTwin
{
    private const int MostInstructions = 400;

    private readonly MethodBody body;
    private readonly Instruction head;
    private readonly Instruction[] loop;

    private LoopTwin(MethodBody body, Instruction head, Instruction[] loop) => (this.body, this.head, this.loop) = (body, head, loop);

    /// <summary>The loop that turns back to an instruction; null where it can't have a twin: it holds another loop, a
    /// part of it is guarded, or it is too long.</summary>
    /// <param name="body">With long branches only.</param>
    /// <param name="head">What the turns go back to.</param>
    /// <param name="turns">All branches back in the method.</param>
    public static LoopTwin? Of(MethodBody body, Instruction head, Instruction[] turns)
    {
        var code = body.Instructions;
        int first = code.IndexOf(head), last = turns.Where(turn => turn.Operand == head).Max(code.IndexOf);
        if (last - first >= MostInstructions || last + 1 >= code.Count)
            return null;
        var loop = code.Skip(first).Take(last - first + 1).ToArray();
        var inside = loop.ToHashSet();
        if (turns.Any(turn => inside.Contains(turn) && turn.Operand != head) || body.ExceptionHandlers.Any(Cuts))
            return null;
        return new(body, head, loop);

        // Guarded as a whole it may be, by a try; a handler is left alone.
        bool Cuts(ExceptionHandler handler)
        {
            int Place(Instruction? one) => one is null ? code.Count : code.IndexOf(one);
            bool Overlaps(Instruction? start, Instruction? end) => Place(start) <= last && first < Place(end);
            var isWithin = Place(handler.TryStart) <= first && last < Place(handler.TryEnd);
            return (Overlaps(handler.TryStart, handler.TryEnd) && !isWithin)
                || Overlaps(handler.FilterStart ?? handler.HandlerStart, handler.HandlerEnd);
        }
    }

    /// <summary>The branches back.</summary>
    public IEnumerable<Instruction> Turns => loop.Where(one => one.Operand == head);

    /// <summary>Puts the twin behind the loop.</summary>
    /// <param name="isUp">What the first copy asks.</param>
    /// <param name="atTurn">What the second one calls.</param>
    /// <param name="lines">Where each instruction stands in the cell; the twin's are added.</param>
    public void Weave(FieldReference isUp, MethodReference atTurn, IDictionary<Instruction, SequencePoint> lines)
    {
        var code = body.Instructions;
        var next = loop[^1].Next;
        var twins = loop.ToDictionary(one => one, _ => Instruction.Create(OpCodes.Nop));
        var ask = Instruction.Create(OpCodes.Volatile);
        // What ends by a branch for good may stand before a handler, into which none may lead.
        Instruction[] leave = loop[^1].OpCode.FlowControl == FlowControl.Branch ? [] : [Instruction.Create(OpCodes.Br, next)];
        List<Instruction> added =
        [
            .. leave, ask, Instruction.Create(OpCodes.Ldsfld, isUp),
            Instruction.Create(OpCodes.Brtrue, twins[head]), Instruction.Create(OpCodes.Br, head),
        ];
        foreach (var one in loop)
        {
            var twin = twins[one];
            (twin.OpCode, twin.Operand) = (one.OpCode, Twin(one.Operand, twins));
            if (one.Operand == head)
            {
                var moved = Instruction.Create(OpCodes.Nop);
                (moved.OpCode, moved.Operand) = (twin.OpCode, twin.Operand);
                (twin.OpCode, twin.Operand) = (OpCodes.Call, atTurn);
                added.AddRange([twin, moved]);
                one.Operand = ask;
            }
            else
            {
                added.Add(twin);
            }
        }
        added.AddRange(leave.Select(_ => Instruction.Create(OpCodes.Br, next)));
        for (var (at, n) = (code.IndexOf(next), 0); n < added.Count; n++)
            code.Insert(at + n, added[n]);
        foreach (var one in loop)
            if (lines.TryGetValue(one, out var line))
                lines[twins[one]] = line;
    }

    private static object? Twin(object? operand, Dictionary<Instruction, Instruction> twins) => operand switch
    {
        Instruction target => twins.GetValueOrDefault(target, target),
        Instruction[] targets => Array.ConvertAll(targets, target => twins.GetValueOrDefault(target, target)),
        _ => operand,
    };
}
