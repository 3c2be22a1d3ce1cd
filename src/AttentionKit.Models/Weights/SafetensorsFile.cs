using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace AttentionKit.Models;

/// <summary>A file of named tensors in the safetensors format; tensors are read from the mapped file when they are asked for.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly string path;
    private readonly SafetensorsHeader header;
    private readonly Dictionary<string, TensorInfo> byName;
    private readonly Func<long, long, Stream> view;
    private readonly IDisposable source;

    private SafetensorsFile(string path, SafetensorsHeader header, Func<long, long, Stream> view, IDisposable source)
    {
        (this.path, this.header, this.view, this.source) = (path, header, view, source);
        byName = header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>All tensors, in the order of their bytes.</summary>
    public IReadOnlyList<TensorInfo> Tensors => header.Tensors;

    /// <summary>Texts that the file carries besides.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its header against it.</summary>
    /// <exception cref="WeightsException">It is no safetensors file, or a broken one.</exception>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        var header = SafetensorsHeader.Read(file, path);
        var map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return new(path, header, (begin, length) => map.CreateViewStream(begin, length, MemoryMappedFileAccess.Read), map);
    }

    /// <summary>Checks the header of a stream, whose tensors are read when they are asked for.</summary>
    /// <param name="stream">Can seek, and starts where the file does; it is closed with this.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="WeightsException">It is no safetensors file, or a broken one.</exception>
    public static SafetensorsFile Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, SafetensorsHeader.Read(stream, name), (begin, length) =>
        {
            var bytes = new byte[length];
            stream.Position = begin;
            stream.ReadExactly(bytes);
            return new MemoryStream(bytes);
        }, stream);
    }

    /// <summary>A tensor of two sizes as a matrix, and one of a single size as a row.</summary>
    /// <param name="name">As the file names it.</param>
    /// <returns>[shape[0] × shape[1]] or [1 × shape[0]]</returns>
    /// <exception cref="WeightsException">The file has no such tensor, it has another number of sizes, or it is empty or too large.</exception>
    public Matrix<float> Read(string name)
    {
        if (!byName.TryGetValue(name, out var tensor))
            throw new WeightsException($"{path} must hold a tensor {name}: it holds {Names()}.");
        if (tensor.Shape.Count is not (1 or 2))
            throw new WeightsException($"tensor {name} of {path} must be a matrix or a row: it is {tensor.Sizes}.");
        var (nRows, nColumns) = tensor.Shape is [var rows, var columns] ? (rows, columns) : (1, tensor.Shape[0]);
        if (nRows < 1 || nColumns < 1 || nRows * nColumns > Array.MaxLength)
            throw new WeightsException($"tensor {name} of {path} must hold 1 to {Array.MaxLength} numbers: it is {tensor.Sizes}.");
        using var bytes = view(header.Length + tensor.Begin, tensor.End - tensor.Begin);
        return Read(bytes, tensor.Format, (int)nRows, (int)nColumns);
    }

    /// <summary>Writes matrices; one of a single row becomes a tensor of one size. Appears under its name only when it is whole.</summary>
    /// <param name="path">Replaced if it is there.</param>
    /// <param name="tensors">Names and numbers.</param>
    /// <param name="format">How each number is stored: rounded to the nearest.</param>
    /// <param name="metadata">Texts to carry besides.</param>
    /// <exception cref="WeightsException">Two tensors have one name, or a finite number is too large for the format.</exception>
    public static void Write(
        string path, IEnumerable<(string Name, Matrix<float> Value)> tensors, NumberFormat format = NumberFormat.F32,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var all = tensors.ToArray();
        var infos = new List<TensorInfo>();
        foreach (var (name, value) in all)
        {
            if (infos.Any(info => info.Name == name))
                throw new WeightsException($"tensors must have names of their own: {name} comes twice.");
            var begin = infos.Count == 0 ? 0 : infos[^1].End;
            long[] shape = value.RowCount == 1 ? [value.ColumnCount] : [value.RowCount, value.ColumnCount];
            infos.Add(new(name, format, shape, begin, begin + (long)value.RowCount * value.ColumnCount * TensorInfo.BytesOf(format)));
        }
        var unfinished = path + ".part";
        using (var file = File.Create(unfinished))
        {
            file.Write(SafetensorsHeader.Write(infos, metadata ?? new Dictionary<string, string>()));
            foreach (var (name, value) in all) Write(file, name, value, format);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    /// <inheritdoc />
    public void Dispose() => source.Dispose();

    // Row by row, for files are row-major and matrices are not.
    private static Matrix<float> Read(Stream file, NumberFormat format, int nRows, int nColumns)
    {
        var numbers = new float[nRows * nColumns];
        var bytes = new byte[nColumns * TensorInfo.BytesOf(format)];
        for (var i = 0; i < nRows; i++)
        {
            file.ReadExactly(bytes);
            for (var j = 0; j < nColumns; j++) numbers[j * nRows + i] = Number(bytes, j, format);
        }
        return Matrix<float>.Build.Dense(nRows, nColumns, numbers);
    }

    private static float Number(ReadOnlySpan<byte> bytes, int j, NumberFormat format) => format switch
    {
        NumberFormat.F32 => MemoryMarshal.Read<float>(bytes[(4 * j)..]),
        NumberFormat.F16 => (float)MemoryMarshal.Read<Half>(bytes[(2 * j)..]),
        _ => BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Read<ushort>(bytes[(2 * j)..]) << 16),
    };

    private static void Write(Stream file, string name, Matrix<float> value, NumberFormat format)
    {
        var bytes = new byte[value.ColumnCount * TensorInfo.BytesOf(format)];
        for (var i = 0; i < value.RowCount; i++)
        {
            for (var j = 0; j < value.ColumnCount; j++)
                if (!Write(bytes, j, value[i, j], format))
                    throw new WeightsException($"tensor {name} must fit {format}: its number at ({i}, {j}) is {value[i, j]}. Use F32 or BF16.");
            file.Write(bytes);
        }
    }

    private static bool Write(Span<byte> bytes, int j, float number, NumberFormat format)
    {
        if (format == NumberFormat.F32) MemoryMarshal.Write(bytes[(4 * j)..], number);
        else if (format == NumberFormat.F16) MemoryMarshal.Write(bytes[(2 * j)..], (Half)number);
        else MemoryMarshal.Write(bytes[(2 * j)..], Upper(number));
        return !float.IsFinite(number) || float.IsFinite(Number(bytes, j, format));
    }

    // Rounded to the nearest, ties to even; a NaN stays one.
    private static ushort Upper(float number)
    {
        var bits = BitConverter.SingleToUInt32Bits(number);
        return float.IsNaN(number) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private string Names() => Tensors.Count == 0 ? "none"
        : string.Join(", ", Tensors.Take(5).Select(tensor => tensor.Name)) + (Tensors.Count > 5 ? $" and {Tensors.Count - 5} more" : "");
}
