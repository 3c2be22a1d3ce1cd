using System.Text.Json;
using System.Text.Json.Serialization;

namespace AttentionKit.Models;

/// <summary>A model in a file of its own: its parameters as safetensors, its sizes as a text beside them.</summary>
public static class ModelFile
{
    private const string SizesName = "sizes";
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Writes a model.</summary>
    /// <param name="path">Replaced if it is there.</param>
    /// <param name="model">Is not changed.</param>
    /// <param name="format">How each number is stored.</param>
    /// <param name="about">Texts to keep with it: on what it was trained, and how.</param>
    /// <exception cref="WeightsException">A number is too large for the format.</exception>
    public static void Write(
        string path, Transformer model, NumberFormat format = NumberFormat.F32, IReadOnlyDictionary<string, string>? about = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var metadata = new Dictionary<string, string>(about ?? new Dictionary<string, string>())
        {
            [SizesName] = JsonSerializer.Serialize(model.Sizes, Json),
        };
        SafetensorsFile.Write(path, model.Parameters.Select(parameter => (parameter.Name, parameter.Value)), format, metadata);
    }

    /// <summary>Reads a model that <see cref="Write"/> wrote.</summary>
    /// <exception cref="WeightsException">The file is broken, or its tensors are not those of its sizes.</exception>
    public static Transformer Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return Read(file, path);
    }

    /// <summary>Reads a model that <see cref="Write"/> wrote, and the texts that it carries.</summary>
    /// <param name="stream">Can seek; it is closed.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="WeightsException">It is broken, or its tensors are not those of its sizes.</exception>
    public static (Transformer Model, IReadOnlyDictionary<string, string> About) Read(Stream stream, string name)
    {
        using var file = SafetensorsFile.Open(stream, name);
        return (Read(file, name), file.Metadata);
    }

    private static Transformer Read(SafetensorsFile file, string path)
    {
        var model = Transformer.Empty(Sizes(file, path));
        foreach (var parameter in model.Parameters) Fill(parameter, file, parameter.Name, path);
        return file.Tensors.Count == model.Parameters.Count ? model
            : throw new WeightsException($"{path} must hold the model's {model.Parameters.Count} tensors and no others: it holds {file.Tensors.Count}.");
    }

    internal static void Fill(Parameter parameter, SafetensorsFile file, string name, string path)
    {
        var read = file.Read(name);
        if (read.RowCount != parameter.Value.RowCount || read.ColumnCount != parameter.Value.ColumnCount)
            throw new WeightsException($"tensor {name} of {path} must be {parameter.Value.RowCount}×{parameter.Value.ColumnCount}: "
                + $"it is {read.RowCount}×{read.ColumnCount}.");
        read.CopyTo(parameter.Value);
    }

    private static TransformerSizes Sizes(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(SizesName, out var text))
            throw new WeightsException($"{path} must say the model's sizes in its metadata: it has {SizesName} nowhere. It is not a file of ModelFile.Write.");
        try
        {
            var sizes = JsonSerializer.Deserialize<TransformerSizes>(text, Json) ?? throw new JsonException("they are null");
            sizes.Guarded();
            // What the sizes promise must be in the file before memory is taken for it.
            var (promised, there) = (sizes.LeastCount, (Int128)file.Tensors.Sum(tensor => tensor.End - tensor.Begin));
            return promised * 2 <= there ? sizes
                : throw new WeightsException($"{path} must hold the {promised} numbers and more that its sizes promise: it has {there} bytes.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            throw new WeightsException($"{path} must say the model's sizes in its metadata: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
