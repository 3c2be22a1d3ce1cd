using System.Text;

namespace AttentionKit.Tests;

/// <summary>The wire format of Protocol Buffers: fields of a number, a wire type and a value.</summary>
internal static class Protobuf
{
    internal static byte[] Message(params byte[][] fields)
    {
        var message = new byte[fields.Sum(field => field.Length)];
        var at = 0;
        foreach (var field in fields)
        {
            field.CopyTo(message, at);
            at += field.Length;
        }
        return message;
    }

    internal static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    internal static byte[] Float(int field, float value) =>
        [.. Varint((ulong)field << 3 | 5), .. BitConverter.GetBytes(value)];

    internal static byte[] Text(int field, string value) => Nested(field, Encoding.UTF8.GetBytes(value));

    internal static byte[] Nested(int field, byte[] value) =>
        [.. Varint((ulong)field << 3 | 2), .. Varint((ulong)value.Length), .. value];

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
