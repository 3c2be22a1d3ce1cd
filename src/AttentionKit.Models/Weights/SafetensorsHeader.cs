using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace AttentionKit.Models;

/// <summary>What the head of a safetensors file says, every promise of it checked against the file.</summary>
/// <param name="Tensors">In the order of their bytes.</param>
/// <param name="Metadata">Texts by name.</param>
/// <param name="Length">Bytes before the first tensor.</param>
/// <remarks>github.com/huggingface/safetensors, "Format": 8 bytes of length, JSON, then the tensors without gaps.</remarks>
internal sealed record SafetensorsHeader(
    IReadOnlyList<TensorInfo> Tensors, IReadOnlyDictionary<string, string> Metadata, long Length)
{
    private const int LengthBytes = sizeof(long);
    private const long LongestJson = 100_000_000;
    private const string MetadataName = "__metadata__";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <exception cref="WeightsException">The file is no safetensors file, or a broken one.</exception>
    public static SafetensorsHeader Read(Stream file, string path)
    {
        var lead = new byte[LengthBytes];
        if (file.ReadAtLeast(lead, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw Bad($"it must begin with 8 bytes that say how long its header is; it has {file.Length}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lead);
        if (length > LongestJson || (long)length > file.Length - LengthBytes)
            throw Bad($"its header must lie in the file and take at most {LongestJson} bytes: it says {length}, "
                + $"and the file has {file.Length}. It may have been cut off: get it again");
        var json = new byte[length];
        file.ReadExactly(json);
        return Parse(json, file.Length - LengthBytes - (long)length, Bad);

        WeightsException Bad(string why) => new($"{path} is not a safetensors file: {why}.");
    }

    /// <summary>The head's bytes for tensors in this order.</summary>
    public static byte[] Write(IEnumerable<TensorInfo> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(MetadataName);
            foreach (var (name, text) in metadata.OrderBy(one => one.Key, StringComparer.Ordinal)) writer.WriteString(name, text);
            writer.WriteEndObject();
            foreach (var tensor in tensors) Write(writer, tensor);
            writer.WriteEndObject();
        }
        // Padded with spaces, so that the numbers start at a multiple of 8.
        var text8 = Encoding.UTF8.GetString(json.ToArray());
        var padded = Encoding.UTF8.GetBytes(text8.PadRight(text8.Length + (int)(-json.Length & 7)));
        var lead = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(lead, padded.Length);
        return [.. lead, .. padded];
    }

    private static void Write(Utf8JsonWriter writer, TensorInfo tensor)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype", tensor.Format.ToString());
        writer.WriteStartArray("shape");
        foreach (var size in tensor.Shape) writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(tensor.Begin);
        writer.WriteNumberValue(tensor.End);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static SafetensorsHeader Parse(byte[] json, long nBytes, Func<string, WeightsException> bad)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw bad("its header must be a JSON object");
            var tensors = new List<TensorInfo>();
            var metadata = new Dictionary<string, string>();
            foreach (var property in document.RootElement.EnumerateObject())
                if (property.NameEquals(MetadataName)) ReadMetadata(property.Value, metadata, bad);
                else tensors.Add(ReadTensor(property.Name, property.Value, bad));
            tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            GuardPlaces(tensors, nBytes, bad);
            return new(tensors, metadata, LengthBytes + json.Length);
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            // A name with half a surrogate is valid JSON, but no string.
            throw bad($"its header can't be read ({e.Message.TrimEnd('.')})");
        }
    }

    private static void ReadMetadata(JsonElement json, Dictionary<string, string> metadata, Func<string, WeightsException> bad)
    {
        if (json.ValueKind != JsonValueKind.Object || json.EnumerateObject().Any(one => one.Value.ValueKind != JsonValueKind.String))
            throw bad($"{MetadataName} must be an object of texts");
        foreach (var one in json.EnumerateObject()) metadata[one.Name] = one.Value.GetString()!;
    }

    private static TensorInfo ReadTensor(string name, JsonElement json, Func<string, WeightsException> bad)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !json.TryGetProperty("shape", out var shape) || Sizes(shape) is not { } sizes
            || !json.TryGetProperty("data_offsets", out var offsets) || Sizes(offsets) is not [var begin, var end])
            throw bad($"tensor {name} must have a dtype, a shape and two data_offsets, all whole and not negative");
        if (!Enum.TryParse<NumberFormat>(dtype.GetString(), out var format) || !Enum.IsDefined(format) || $"{format}" != dtype.GetString())
            throw bad($"tensor {name} must be F32, F16 or BF16: it is {dtype.GetString()}. Convert it");
        var nBytes = (Int128)TensorInfo.BytesOf(format);
        foreach (var size in sizes)
            if ((nBytes *= size) > long.MaxValue)
                throw bad($"tensor {name} is larger than any file: {string.Join('×', sizes)}");
        if (end < begin || end - begin != nBytes)
            throw bad($"tensor {name} of {string.Join('×', sizes)} {format} must take {nBytes} bytes: its offsets are {begin} and {end}");
        return new(name, format, sizes, begin, end);
    }

    private static long[]? Sizes(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) return null;
        var sizes = new List<long>();
        foreach (var one in json.EnumerateArray())
            if (one.ValueKind == JsonValueKind.Number && one.TryGetInt64(out var size) && size >= 0) sizes.Add(size);
            else return null;
        return [.. sizes];
    }

    private static void GuardPlaces(List<TensorInfo> tensors, long nBytes, Func<string, WeightsException> bad)
    {
        var end = 0L;
        foreach (var tensor in tensors)
        {
            if (tensor.Begin != end)
                throw bad($"tensors must follow one another: {tensor.Name} begins at byte {tensor.Begin}, and the one before ends at {end}");
            end = tensor.End;
        }
        if (end != nBytes)
            throw bad($"its tensors must fill it: they take {end} bytes, and {nBytes} follow the header. It may have been cut off: get it again");
    }
}
