using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AttentionKit.Session.Display.View;

/// <summary>Reads a value's parts, and theirs: so many, so deep, and for so long, and each of them once.</summary>
/// <param name="own">What a part brings of its own; null when it brings nothing.</param>
internal sealed class Viewer(Func<object, Node?> own)
{
    /// <summary>The items of a sequence, the rows and columns of a matrix, the properties of an object that are shown.
    /// </summary>
    public const int MostItems = 50;

    private const int MostDepth = 5;
    private const int MostNodes = 10_000;
    private const int MostCharacters = 1_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Stack<object> around = new();
    private int nNodes;

    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public Node Of(object? value) => value is null ? Leaf.Null : Guard(() => Scalar.Of(value) ?? Parts(value));

    private Node Part(object? value)
    {
        CurrentCell.Stop.ThrowIfCancellationRequested();
        if (value is null)
            return Leaf.Null;
        if (++nNodes > MostNodes || around.Count > MostDepth)
            return new Leaf("…");
        return Guard(() => own(value) ?? (Scalar.Of(value) is { } leaf ? Short(leaf) : Parts(value)));
    }

    private Node Parts(object value)
    {
        if (around.Any(one => ReferenceEquals(one, value)))
            return new Leaf($"(the same {TypeName.Of(value.GetType())} again)");
        around.Push(value);
        try
        {
            return value switch
            {
                Array { Rank: > 1 } array => ArrayPart(array, []),
                ITuple tuple => Tuple(tuple),
                _ when Matrix.IsOne(value.GetType()) => OfMatrix(value),
                IEnumerable sequence => Sequence(sequence, TypeName.Of(value.GetType())),
                _ when IsMemory(value.GetType()) => Sequence(Slice(value), TypeName.Of(value.GetType())),
                _ => Object(value),
            };
        }
        finally
        {
            around.Pop();
        }
    }

    // What the user's code throws is part of the picture; that the cell is to end is not.
    private static Node Guard(Func<Node> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (!CurrentCell.IsStopped)
        {
            return new Leaf(Threw(e));
        }
    }

    private static string Threw(Exception exception) => $"(threw {exception.GetType().Name}: {Message(exception)})";

    private static string Message(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception) when (!CurrentCell.IsStopped)
        {
            return "";
        }
    }

    private static Leaf Short(Leaf leaf) => leaf.Text.Length <= MostCharacters ? leaf
        : new($"{leaf.Text[..MostCharacters]}… {leaf.Text.Length - MostCharacters} more characters");

    private Node Object(object value)
    {
        var members = Members.Of(value.GetType());
        if (members.Count == 0)
            return new Leaf(value.ToString() ?? TypeName.Of(value.GetType()));
        return new Grid(GridKind.Object, Title(value), null,
            [.. members.Take(MostItems).Select(member =>
                new Row(member.Name, [Guard(() => Part(Members.Value(member, value)))]))],
            Rest(members.Count));
    }

    private static string Title(object value) =>
        Scalar.Words(value) is { } words ? Short(new(words)).Text
        : TypeName.IsAnonymous(value.GetType()) ? "" : TypeName.Of(value.GetType());

    private Grid Tuple(ITuple tuple) => new(GridKind.Tuple, "", null,
        [.. First(tuple.Length).Select(i => new Row($"Item{i + 1}", [Part(tuple[i])]))],
        Rest(tuple.Length));

    private Grid OfMatrix(object value)
    {
        var matrix = new Matrix(value);
        return Table(TypeName.Of(value.GetType()), matrix.Rows, matrix.Columns, (row, column) => matrix[row, column]);
    }

    private Grid ArrayPart(Array array, int[] place)
    {
        var shape = Enumerable.Range(place.Length, array.Rank - place.Length).Select(array.GetLength).ToArray();
        var type = TypeName.Of(array.GetType().GetElementType()!);
        if (shape.Length == 2)
            return Table(type, shape[0], shape[1],
                (row, column) => array.GetValue([.. place, At(row, 0), At(column, 1)]));
        return new(GridKind.Sequence, $"{type}[{string.Join(", ", shape)}]", null,
            [.. First(shape[0]).Select(i => new Row($"{i}", [ArrayPart(array, [.. place, At(i, 0)])]))],
            Rest(shape[0]));

        int At(int i, int dimension) => i + array.GetLowerBound(place.Length + dimension);
    }

    private Grid Table(string type, int nRows, int nColumns, Func<int, int, object?> cell)
    {
        string?[] rest = [Rest(nRows) is { } r ? $"{r} rows" : null, Rest(nColumns) is { } c ? $"{c} columns" : null];
        return new(GridKind.Matrix, $"{type}[{nRows}, {nColumns}]", [.. First(nColumns).Select(column => $"{column}")],
            [.. First(nRows).Select(row => new Row($"{row}",
                [.. First(nColumns).Select(column => Cell(() => cell(row, column)))]))],
            rest.Any(part => part is not null) ? string.Join(", ", rest.OfType<string>()) : null);
    }

    private Node Cell(Func<object?> read) =>
        ++nNodes > MostNodes ? new Leaf("…") : Guard(() => Scalar.InMatrix(read()));

    private Node Sequence(IEnumerable sequence, string type)
    {
        var count = Count(sequence);
        var rows = new List<(string? Key, Node Value)>();
        var rest = Fill(rows, sequence, count);
        return Shape.Of(count is { } n ? $"{type} ({n})" : type, rows, rest);
    }

    private string? Fill(List<(string? Key, Node Value)> rows, IEnumerable sequence, int? count)
    {
        try
        {
            foreach (var item in sequence)
            {
                CurrentCell.Stop.ThrowIfCancellationRequested();
                if (rows.Count == MostItems || nNodes > MostNodes)
                    return count is { } n ? $"{n - rows.Count} more" : "and more";
                rows.Add(Entry(item));
                if (Stopwatch.GetElapsedTime(start) > MostTime)
                    return $"the rest is left out, for it takes longer than {MostTime.Seconds} seconds";
            }
            return null;
        }
        catch (Exception e) when (!CurrentCell.IsStopped)
        {
            return Threw(e);
        }
    }

    private (string? Key, Node Value) Entry(object? item) => item switch
    {
        DictionaryEntry entry => Entry(entry.Key, entry.Value),
        not null when item.GetType() is { Name: "KeyValuePair`2" } pair =>
            Entry(pair.GetProperty("Key")!.GetValue(item), pair.GetProperty("Value")!.GetValue(item)),
        _ => (null, Part(item)),
    };

    private (string Key, Node Value) Entry(object? key, object? value) => (NodeText.Inline(Part(key)), Part(value));

    private static int? Count(IEnumerable sequence) => sequence is ICollection collection ? collection.Count
        : sequence.GetType().GetInterfaces()
            .FirstOrDefault(one => one.Name is "IReadOnlyCollection`1" or "ICollection`1")
            ?.GetProperty("Count")!.GetValue(sequence, BindingFlags.DoNotWrapExceptions, null, null, null) as int?;

    private static bool IsMemory(Type type) =>
        type is { Namespace: nameof(System), Name: "Memory`1" or "ReadOnlyMemory`1" };

    private static IEnumerable Slice(object memory) =>
        (IEnumerable)memory.GetType().GetMethod("ToArray")!.Invoke(memory, null)!;

    private static IEnumerable<int> First(int count) => Enumerable.Range(0, Math.Min(count, MostItems));

    private static string? Rest(int count) => count > MostItems ? $"{count - MostItems} more" : null;
}
