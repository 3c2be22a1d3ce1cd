namespace AttentionKit.Models;

/// <summary>How a number is stored.</summary>
public enum NumberFormat
{
    /// <summary>IEEE single precision, 4 bytes.</summary>
    F32,

    /// <summary>IEEE half precision, 2 bytes: 11 bits of precision, up to 65504.</summary>
    F16,

    /// <summary>The upper half of an F32, 2 bytes: 8 bits of precision, the range of F32.</summary>
    BF16,
}

/// <summary>A tensor in a file: its format, its sizes, and where its bytes lie.</summary>
/// <param name="Name">As the file names it.</param>
/// <param name="Format">How each number is stored.</param>
/// <param name="Shape">Sizes, the last one varying fastest; none for a single number.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
public sealed record TensorInfo(string Name, NumberFormat Format, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>"2×3".</summary>
    public string Sizes => Shape.Count == 0 ? "a single number" : string.Join('×', Shape);

    internal static int BytesOf(NumberFormat format) => format == NumberFormat.F32 ? 4 : 2;
}
