using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace AttentionKit.Kernel.Tests.Wire;

/// <summary>A kernel in a process of its own, and a stranger at its door.</summary>
public sealed class KernelFuzzTests : IDisposable
{
    private const int NMalformed = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder folder = new();
    private readonly int[] ports = FreePorts(5);
    private readonly Process kernel;

    public KernelFuzzTests()
    {
        var file = folder.Write("connection.json", $$"""
            {"transport":"tcp","ip":"127.0.0.1","signature_scheme":"hmac-sha256","key":"{{Frames.Key}}",
             "shell_port":{{ports[0]}},"control_port":{{ports[1]}},"iopub_port":{{ports[2]}},"stdin_port":{{ports[3]}},"hb_port":{{ports[4]}}}
            """);
        kernel = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AttentionKit.Kernel.dll"), "start", file])
        { WorkingDirectory = folder.Path, RedirectStandardError = true })!;
        kernel.ErrorDataReceived += (_, _) => { }; // It logs a line for each, and must not wait for a reader.
        kernel.BeginErrorReadLine();
    }

    public void Dispose()
    {
        kernel.Kill();
        kernel.WaitForExit();
        kernel.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void MalformedMessages_AreNeitherExecutedNorFatal()
    {
        using var shell = new DealerSocket($">tcp://127.0.0.1:{ports[0]}");
        using var control = new DealerSocket($">tcp://127.0.0.1:{ports[1]}");
        using var stdin = new DealerSocket($">tcp://127.0.0.1:{ports[3]}");
        shell.Options.SendHighWatermark = control.Options.SendHighWatermark = stdin.Options.SendHighWatermark = 0;
        Assert.Equal("ok", Execute(shell, "1"));

        var random = new Random(7);
        var execute = Content("System.IO.File.AppendAllText(\"executed\", \"x\");");
        for (var i = 0; i < NMalformed; i++)
            (i % 10 == 0 ? control : i % 10 == 1 ? stdin : shell).SendMultipartBytes(Malform(Frames.Of("execute_request", execute), random));

        Assert.Equal("ok", Execute(shell, "System.IO.File.AppendAllText(\"after\", \"x\");"));
        Assert.False(kernel.HasExited);
        Assert.True(File.Exists(folder.File("after")));
        Assert.False(File.Exists(folder.File("executed")));
    }

    [Fact]
    public void BytesThatAreNoMessages_AreNotFatal()
    {
        using var shell = new DealerSocket($">tcp://127.0.0.1:{ports[0]}");
        Assert.Equal("ok", Execute(shell, "1"));
        var random = new Random(7);
        foreach (var port in ports)
            for (var i = 0; i < 20; i++)
            {
                using var client = new TcpClient("127.0.0.1", port);
                var bytes = new byte[random.Next(1, 5000)];
                random.NextBytes(bytes);
                client.GetStream().Write(bytes);
            }
        Assert.Equal("ok", Execute(shell, "2"));
        Assert.False(kernel.HasExited);
    }

    [Fact]
    public void AnnouncedSizes_ThatNoMemoryHolds_AreNotFatal()
    {
        using var shell = new DealerSocket($">tcp://127.0.0.1:{ports[0]}");
        Assert.Equal("ok", Execute(shell, "1"));
        byte[] oldGreeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 1, 5, 0, 0];
        byte[][] sizes = [[0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]];
        foreach (var port in ports)
            foreach (var size in sizes)
                foreach (var start in new byte[][] { [.. oldGreeting, 2], [0xFF] })
                {
                    using var client = new TcpClient("127.0.0.1", port);
                    client.GetStream().Write([.. start, .. size, 0, .. "some bytes"u8]);
                }
        Assert.Equal("ok", Execute(shell, "2"));
        Assert.False(kernel.HasExited);
    }

    // Each keeps its old signature, or has none, or is too short, so nothing of it may run.
    private static List<byte[]> Malform(List<byte[]> frames, Random random)
    {
        frames.RemoveAt(0); // The socket itself adds whom it comes from.
        switch (random.Next(6))
        {
            case 0:
                frames = frames[..random.Next(1, frames.Count)];
                break;
            case 1:
                frames[1] = random.Next(2) == 0 ? [] : Frames.Bytes(new string('0', 64));
                break;
            case 2:
                frames.RemoveAt(random.Next(frames.Count));
                break;
            case 3:
                var flipped = frames[random.Next(1, frames.Count)];
                flipped[random.Next(flipped.Length)] ^= (byte)random.Next(1, 256);
                break;
            case 4:
                var bytes = new byte[random.Next(200)];
                random.NextBytes(bytes);
                frames[random.Next(1, frames.Count)] = bytes;
                break;
            default:
                frames[5] = Frames.Bytes(Content("System.IO.File.AppendAllText(\"executed\", \"y\");"));
                break;
        }
        return frames;
    }

    private static string Content(string code) => new JsonObject { ["code"] = code }.ToJsonString();

    private static string? Execute(DealerSocket shell, string code)
    {
        var id = Guid.NewGuid().ToString();
        shell.SendMultipartBytes(Frames.Of("execute_request", Content(code), id).Skip(1));
        List<byte[]> reply = [];
        do
            Assert.True(shell.TryReceiveMultipartBytes(Patience, ref reply), "The kernel does not answer.");
        while (!Encoding.UTF8.GetString(reply[^3]).Contains(id, StringComparison.Ordinal));
        return (string?)JsonNode.Parse(reply[^1])!["status"];
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var free = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Stop();
        return free;
    }
}
