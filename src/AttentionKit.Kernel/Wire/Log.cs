namespace AttentionKit.Kernel.Wire;

/// <summary>Notes for whoever started the kernel. A log that can't be written must not stop what works.</summary>
/// <param name="writer">Not the console of the moment: a cell may have replaced that.</param>
internal sealed class Log(TextWriter writer)
{
    public void Write(string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }
}
