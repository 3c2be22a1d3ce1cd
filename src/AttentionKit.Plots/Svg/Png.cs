using System.Buffers.Binary;
using System.IO.Compression;

namespace AttentionKit.Plots.Svg;

/// <summary>A small picture of coloured squares as a PNG file.</summary>
/// <remarks>PNG, third edition (W3C 2025): indexed colour, index 0 transparent.</remarks>
internal static class Png
{
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <param name="indices">[rows][columns]: which colour; 0 is nothing, 1 the first of
    /// <paramref name="colors"/>.</param>
    /// <param name="colors">At most 255, as 0xRRGGBB.</param>
    internal static byte[] Of(byte[][] indices, int[] colors)
    {
        using var file = new MemoryStream();
        file.Write(s_signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, indices[0].Length);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), indices.Length);
        (header[8], header[9]) = (8, 3); // 8 bits an index, indexed colour
        Chunk(file, "IHDR", header);
        Chunk(file, "PLTE", [0, 0, 0, .. colors.SelectMany(color =>
            new[] { (byte)(color >> 16), (byte)(color >> 8), (byte)color })]);
        Chunk(file, "tRNS", [0]);
        Chunk(file, "IDAT", Deflated(indices));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Deflated(byte[][] indices)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize))
        {
            foreach (var row in indices)
            {
                zlib.WriteByte(0); // this row is not filtered
                zlib.Write(row);
            }
        }
        return data.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        file.Write(number);
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }
}
