using System.IO.Pipes;
using System.Text.Json;

namespace AttentionKit.Kernel.Notebooks;

/// <summary>Carries messages between a run and the process of a notebook: each has its length before it.</summary>
internal sealed class WorkPipe(PipeStream pipe) : IDisposable
{
    private readonly Lock gate = new();

    /// <summary>Sends from any thread. What the other side does not take any more is dropped.</summary>
    public void Send(WorkMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message);
        try
        {
            lock (gate)
            {
                pipe.Write(BitConverter.GetBytes(body.Length));
                pipe.Write(body);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }

    /// <returns>Null when the other side has ended.</returns>
    public async Task<WorkMessage?> ReceiveAsync() =>
        await ReadAsync(sizeof(int)) is { } length && await ReadAsync(BitConverter.ToInt32(length)) is { } body
            ? JsonSerializer.Deserialize<WorkMessage>(body) : null;

    /// <summary>As <see cref="ReceiveAsync"/>, without the thread pool, which cells may keep busy.</summary>
    public WorkMessage? Receive() =>
        Read(sizeof(int)) is { } length && Read(BitConverter.ToInt32(length)) is { } body
            ? JsonSerializer.Deserialize<WorkMessage>(body) : null;

    public void Dispose() => pipe.Dispose();

    private async Task<byte[]?> ReadAsync(int n)
    {
        var bytes = new byte[n];
        try
        {
            return await pipe.ReadAtLeastAsync(bytes, n, throwOnEndOfStream: false) == n ? bytes : null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    private byte[]? Read(int n)
    {
        var bytes = new byte[n];
        try
        {
            return pipe.ReadAtLeast(bytes, n, throwOnEndOfStream: false) == n ? bytes : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
