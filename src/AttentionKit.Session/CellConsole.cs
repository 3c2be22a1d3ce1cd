using System.Text;
using AttentionKit.Session.Display;

namespace AttentionKit.Session;

/// <summary>Sends what cells write to the console to their output, and leaves the host's own console alone.</summary>
internal static class CellConsole
{
    private static int installed;

    public static void Install()
    {
        if (Interlocked.Exchange(ref installed, 1) == 1)
            return;
        Console.SetOut(new Writer("stdout", Console.Out));
        Console.SetError(new Writer("stderr", Console.Error));
        Console.SetIn(new Reader(OperatingSystem.IsBrowser() ? TextReader.Null : Console.In));
    }

    private sealed class Writer : TextWriter
    {
        private readonly string stream;
        private readonly TextWriter host;

        public Writer(string stream, TextWriter host)
        {
            (this.stream, this.host) = (stream, host);
            CoreNewLine = ['\n']; // A notebook's text is the same on every system.
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value)
        {
            if (string.IsNullOrEmpty(value))
                return;
            if (CurrentCell.Publish is { } publish)
                publish(new StreamText(stream, value));
            else
                host.Write(value);
        }

        public override void Flush() => host.Flush();
    }

    private sealed class Reader(TextReader host) : TextReader
    {
        private readonly Queue<char> line = new();

        public override int Peek() => CurrentCell.Publish is null ? host.Peek() : Line().Peek();

        public override int Read() => CurrentCell.Publish is null ? host.Read() : Line().Dequeue();

        public override string? ReadLine() =>
            CurrentCell.Publish is null ? host.ReadLine() : line.Count > 0 ? base.ReadLine() : Ask();

        private Queue<char> Line()
        {
            if (line.Count == 0)
                foreach (var character in Ask() + "\n")
                    line.Enqueue(character);
            return line;
        }

        private static string Ask() => (CurrentCell.ReadLine ?? throw new InvalidOperationException(
            "A cell can't read from the console here: nobody is there to type. "
            + "Assign the value in the cell instead."))();
    }
}
