using System.Text.Json;

namespace AttentionKit.Conformance;

/// <summary>One published case: an operator, its attributes, inputs, and the outputs that must come out.</summary>
internal sealed record Case(
    string Operator, Dictionary<string, double> Attributes, Dictionary<string, Tensor> Inputs, Dictionary<string,
    Tensor> Outputs)
{
    /// <exception cref="InvalidDataException">The file is not a case.</exception>
    /// <exception cref="NotSupportedException">It has an attribute that is not a number.</exception>
    public static Case Read(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = json.RootElement;
            var @operator = Member(root, "op", "the case", JsonValueKind.String).GetString()!;
            var outputs = Tensors(root, "outputs");
            if (outputs.Count == 0) throw new InvalidDataException(
                "outputs is empty: there is nothing to compare with");
            return new Case(@operator, ReadAttributes(root), Tensors(root, "inputs"), outputs);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"not JSON: {e.Message}", e);
        }
    }

    public double? Attribute(string name) => Attributes.TryGetValue(name, out var value) ? value : null;

    public Tensor? Input(string name) => Inputs.GetValueOrDefault(name);

    public Tensor RequiredInput(string name) => Input(name) ?? throw new InvalidDataException($"inputs has no {name}");

    private static Dictionary<string, double> ReadAttributes(JsonElement root)
    {
        var attributes = new Dictionary<string, double>();
        foreach (var attribute in Member(root, "attributes", "the case", JsonValueKind.Object).EnumerateObject())
            attributes[attribute.Name] = attribute.Value.ValueKind == JsonValueKind.Number
                ? attribute.Value.GetDouble()
                : throw new NotSupportedException($"attribute {attribute.Name} of type {attribute.Value.ValueKind}");
        return attributes;
    }

    private static Dictionary<string, Tensor> Tensors(JsonElement root, string name)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var tensor in Member(root, name, "the case", JsonValueKind.Object).EnumerateObject())
            tensors[tensor.Name] = ReadTensor(tensor.Value, $"{name}.{tensor.Name}");
        return tensors;
    }

    private static Tensor ReadTensor(JsonElement tensor, string name)
    {
        var dtype = Member(tensor, "dtype", name, JsonValueKind.String).GetString()!;
        int[] shape = [.. Member(tensor, "shape", name, JsonValueKind.Array).EnumerateArray().Select(dimension =>
            Dimension(dimension, name))];
        float[] data = [.. Member(
            tensor, "data", name, JsonValueKind.Array).EnumerateArray().Select(number => Number(number, name))];
        if (shape.Aggregate(1L, (size, dimension) => size * dimension) != data.Length)
            throw new InvalidDataException($"{name} has shape [{string.Join(", ", shape)}] and {data.Length} numbers");
        return new Tensor(dtype, shape, data);
    }

    private static int Dimension(JsonElement dimension, string name) =>
        dimension.ValueKind == JsonValueKind.Number && dimension.TryGetInt32(out var size) && size >= 0
            ? size
            : throw new InvalidDataException($"{name}.shape holds {dimension.GetRawText()}, which is no dimension");

    private static float Number(JsonElement number, string name) => number.ValueKind switch
    {
        JsonValueKind.Number => (float)number.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String when number.GetString() == "NaN" => float.NaN,
        JsonValueKind.String when number.GetString() == "Infinity" => float.PositiveInfinity,
        JsonValueKind.String when number.GetString() == "-Infinity" => float.NegativeInfinity,
        _ => throw new InvalidDataException($"{name}.data holds {number.GetRawText()}, which is no number"),
    };

    private static JsonElement Member(JsonElement parent, string name, string where, JsonValueKind kind) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(
            name, out var member) && member.ValueKind == kind
            ? member
            : throw new InvalidDataException($"{where} has no \"{name}\" of type {kind}");
}
