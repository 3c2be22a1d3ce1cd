using System.Globalization;
using System.Text;

namespace AttentionKit.Session.Display.Formatters;

/// <summary>A form of a value is longer than a page can bear.</summary>
internal sealed class TooLongException : Exception;

/// <summary>Keeps so many characters, and ends whoever writes more, or writes in a cell that was stopped.</summary>
/// <param name="most">The number of characters.</param>
internal sealed class BoundedWriter(int most) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    /// <exception cref="TooLongException">There was no room for all of it.</exception>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        CurrentCell.Stop.ThrowIfCancellationRequested();
        var room = Math.Min(most - text.Length, buffer.Length);
        text.Append(buffer[..room]);
        if (room < buffer.Length)
            throw new TooLongException();
    }

    public override string ToString() => text.ToString();
}
