using System.Security.Cryptography;
using System.Text;

namespace AttentionKit.Kernel.Tests.Wire;

/// <summary>Messages as a front end would send them, made without the kernel's own code.</summary>
internal static class Frames
{
    public const string Key = "b5a1f1f0-key";

    public static List<byte[]> Of(string type, string content, string id = "", string key = Key)
    {
        id = id.Length > 0 ? id : Guid.NewGuid().ToString();
        string[] parts = [$$"""{"msg_id":"{{id}}","session":"s","username":"u","date":"2026-01-01T00:00:00Z","msg_type":"{{type}}","version":"5.3"}""", "{}", "{}", content];
        return [Bytes("client"), Bytes("<IDS|MSG>"), Bytes(Sign(key, parts)), .. parts.Select(Bytes)];
    }

    public static List<byte[]> SignedAnew(List<byte[]> frames)
    {
        var hash = HMACSHA256.HashData(Bytes(Key), frames.Skip(3).SelectMany(frame => frame).ToArray());
        return [frames[0], frames[1], Bytes(Convert.ToHexStringLower(hash)), .. frames.Skip(3)];
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Sign(string key, string[] parts) => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes(key), Bytes(string.Concat(parts))));
}
