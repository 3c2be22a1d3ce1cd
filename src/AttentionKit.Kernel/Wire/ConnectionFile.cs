using System.Text.Json;
using System.Text.Json.Serialization;

namespace AttentionKit.Kernel.Wire;

/// <summary>A connection file that can't be used. The message says, in one line, what is wrong with it.</summary>
internal sealed class ConnectionFileException(string message) : Exception(message);

/// <summary>Where a front end wants the kernel to listen, as it writes it.</summary>
/// <param name="Ip">Of the network interface; nothing else is listened on.</param>
/// <param name="Key">Signs every message; messages are unsigned when it is empty.</param>
internal sealed record ConnectionFile(
    string Transport, string Ip, string SignatureScheme, string Key,
    int ShellPort, int ControlPort, int IopubPort, int StdinPort, int HbPort)
{
    private const int LastPort = 65535;

    /// <exception cref="ConnectionFileException">
    /// It is not there, or not a connection file, or asks for what is not supported.
    /// </exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllText(path), ConnectionJson.Default.ConnectionFile);
            return file?.Problem is { } problem ? throw new ConnectionFileException($"{path} {problem}")
                : file ?? throw new ConnectionFileException($"{path} is empty. Jupyter writes a connection file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            throw new ConnectionFileException(
                $"{path} is not a connection file: {e.Message} Jupyter writes one and gives its path.");
        }
    }

    private string? Problem =>
        Transport != "tcp" || SignatureScheme != "hmac-sha256"
            ? $"asks for {Transport} and {SignatureScheme}; this kernel speaks tcp and hmac-sha256 only."
        : Ports.FirstOrDefault(port => port.Number is < 1 or > LastPort) is { Name: { } name } bad
            ? $"says {name} {bad.Number}; a port is a number from 1 to {LastPort}."
        : null;

    private (string Name, int Number)[] Ports =>
    [
        ("shell_port", ShellPort), ("control_port", ControlPort), ("iopub_port", IopubPort),
        ("stdin_port", StdinPort), ("hb_port", HbPort),
    ];
}

/// <summary>Reads connection files: each name must be there, with a value of its type.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ConnectionFile))]
internal sealed partial class ConnectionJson : JsonSerializerContext;
