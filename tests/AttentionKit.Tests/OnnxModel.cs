using AttentionKit.Conformance;
using static AttentionKit.Tests.Protobuf;

namespace AttentionKit.Tests;

/// <summary>Writes an ONNX model of one node.</summary>
/// <remarks>Field numbers: onnx.proto of the ONNX project, release 1.22.</remarks>
internal static class OnnxModel
{
    private const int IrVersion = 11;
    private const int Opset = 24;

    /// <summary>A model whose graph is one operator from the case's inputs to <paramref name="outputs"/>.</summary>
    /// <param name="case">Operator, attributes and inputs.</param>
    /// <param name="inputNames">Every formal input in order, those that the case leaves out too.</param>
    /// <param name="outputs">Every formal output in order: its name and rank, or null where it is not wanted.</param>
    /// <param name="domain">Whose operator it is: that of ONNX when empty.</param>
    internal static byte[] Of(
        Case @case, string[] inputNames, (string Name, int Rank)?[] outputs, string domain = "") => Message(
        Number(1, IrVersion),
        Nested(7, Graph(@case, inputNames, outputs, domain)),
        Nested(8, Message(Text(1, domain), Number(2, domain.Length == 0 ? Opset : 1))));

    private static byte[] Graph(Case @case, string[] inputNames, (string Name, int Rank)?[] outputs, string domain) =>
        Message(
    [
        Nested(1, Node(@case, inputNames, outputs, domain)),
        Text(2, "one node"),
        .. inputNames.Where(@case.Inputs.ContainsKey).Select(name => Nested(11, Input(name, @case.Inputs[name]))),
        .. outputs.Where(
            output => output is not null).Select(output => Nested(12, Output(output!.Value.Name, output.Value.Rank))),
    ]);

    private static byte[] Node(Case @case, string[] inputNames, (string Name, int Rank)?[] outputs, string domain) =>
        Message(
    [
        .. inputNames.Select(name => Text(1, @case.Inputs.ContainsKey(name) ? name : "")),
        .. outputs.Select(output => Text(2, output?.Name ?? "")),
        Text(4, @case.Operator),
        .. @case.Attributes.Select(attribute => Nested(5, Attribute(attribute.Key, attribute.Value))),
        Text(7, domain),
    ]);

    private static byte[] Attribute(string name, double value) => name is "scale" or "softcap"
        ? Message(Text(1, name), Float(2, (float)value), Number(20, 1))
        : Message(Text(1, name), Number(3, (long)value), Number(20, 2));

    private static byte[] Input(string name, Tensor tensor) =>
        ValueInfo(name, ElementType(tensor.Dtype), tensor.Shape.Select(size => Number(1, size)));

    // Sizes of outputs are the runtime's business: a name stands for each.
    private static byte[] Output(string name, int rank) =>
        ValueInfo(
            name, ElementType("float32"), Enumerable.Range(0, rank).Select(dimension => Text(2, $"{name}{dimension}")));

    private static byte[] ValueInfo(string name, int elementType, IEnumerable<byte[]> dimensions)
    {
        var shape = Message([.. dimensions.Select(dimension => Nested(1, dimension))]);
        return Message(Text(1, name), Nested(2, Nested(1, Message(Number(1, elementType), Nested(2, shape)))));
    }

    private static int ElementType(string dtype) => dtype switch
    {
        "float32" => 1,
        "int64" => 7,
        "bool" => 9,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "no such element type here"),
    };
}
