using System.Text.Json;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Wire;

/// <summary>A connection file that can't be used. The message says what is wrong with it.</summary>
internal sealed class ConnectionFileException(string message) : Exception(message);

/// <summary>Where a front end wants the kernel to listen.</summary>
/// <param name="Address">Of the network interface, as <c>tcp://ip</c>; nothing else is listened on.</param>
/// <param name="Key">Signs every message; messages are unsigned when it is empty.</param>
internal sealed record ConnectionFile(string Address, string Key, int Shell, int Control, int IOPub, int Stdin, int Heartbeat)
{
    /// <exception cref="ConnectionFileException">It is not there, or not a connection file, or asks for what is not supported.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!;
            if (Text("transport") != "tcp" || Text("signature_scheme") != "hmac-sha256")
                throw new ConnectionFileException($"{path} asks for {json["transport"]} and {json["signature_scheme"]}; this kernel speaks tcp and hmac-sha256 only.");
            return new($"tcp://{Text("ip")}", Text("key"), Port("shell"), Port("control"), Port("iopub"), Port("stdin"), Port("hb"));

            string Text(string name) => (string)json[name]!;
            int Port(string name) => (int)json[$"{name}_port"]!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new ConnectionFileException($"{path} is not a connection file: {e.Message} Jupyter writes one and gives its path.");
        }
    }
}
