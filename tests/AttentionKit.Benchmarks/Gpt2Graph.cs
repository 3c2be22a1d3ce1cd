using System.Runtime.InteropServices;
using AttentionKit.Models;
using static AttentionKit.Tests.Protobuf;

namespace AttentionKit.Benchmarks;

/// <summary>A <see cref="Transformer"/> of GPT-2's architecture, with the same weights, as an ONNX graph: what ONNX
/// Runtime would be given in production. Inputs: tokens and places [1, n], and the keys and values of the past.</summary>
/// <remarks>Field numbers: onnx.proto of the ONNX project, release 1.22.</remarks>
internal sealed class Gpt2Graph
{
    private const int IrVersion = 11, Opset = 24, Float32 = 1, Int64 = 7;

    private readonly Transformer _model;
    private readonly bool _hasPast;
    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _inputs = [];

    private Gpt2Graph(Transformer model, bool hasPast) => (_model, _hasPast) = (model, hasPast);

    /// <summary>The model's bytes: its output is "logits" [1, n, nVocabulary].</summary>
    internal static byte[] Of(Transformer model, bool hasPast) => new Gpt2Graph(model, hasPast).Bytes();

    private byte[] Bytes()
    {
        _inputs.AddRange([Input("tokens", Int64, [1, "n"]), Input("places", Int64, [1, "n"])]);
        Node("Gather", ["embedding", "tokens"], ["rows"]);
        Node("Gather", ["positions", "places"], ["marks"]);
        Node("Add", ["rows", "marks"], ["x0"]);
        for (var layer = 0; layer < _model.Sizes.NLayers; layer++) Block($"blocks.{layer}", $"x{layer}", $"x{layer + 1}");
        Norm("final_norm", $"x{_model.Sizes.NLayers}", "last");
        Node("MatMul", ["last", "embedding.transposed"], ["logits"]);
        var graph = Message(
        [
            .. _nodes.Select(node => Nested(1, node)), Text(2, "gpt2"), .. _model.Parameters.Select(Initializer),
            Nested(5, Tensor("embedding.transposed", _model.Parameters[0].Value.Transpose())),
            .. _inputs.Select(input => Nested(11, input)), Nested(12, Input("logits", Float32, [1, "n", "nVocabulary"])),
        ]);
        return Message(Number(1, IrVersion), Nested(7, graph), Nested(8, Message(Text(1, ""), Number(2, Opset))));
    }

    private void Block(string name, string x, string output)
    {
        Norm($"{name}.attention_norm", x, $"{name}.n1");
        foreach (var part in "qkv") Linear($"{name}.n1", $"{name}.attention.w{part}", $"{name}.attention.b{part}", $"{name}.{part}");
        Attention(name);
        Linear($"{name}.mixed", $"{name}.attention.wo", $"{name}.attention.bo", $"{name}.joined");
        Node("Add", [x, $"{name}.joined"], [$"{name}.mid"]);
        Norm($"{name}.mlp_norm", $"{name}.mid", $"{name}.n2");
        Linear($"{name}.n2", $"{name}.mlp.w_in", $"{name}.mlp.b_in", $"{name}.hidden");
        Node("Gelu", [$"{name}.hidden"], [$"{name}.active"], TextAttribute("approximate", "tanh"));
        Linear($"{name}.active", $"{name}.mlp.w_out", $"{name}.mlp.b_out", $"{name}.inside");
        Node("Add", [$"{name}.mid", $"{name}.inside"], [output]);
    }

    private void Attention(string name)
    {
        string[] past = _hasPast ? ["", $"{name}.pastKeys", $"{name}.pastValues"] : [];
        foreach (var cache in past.Skip(1))
            _inputs.Add(Input(cache, Float32, [1, _model.Sizes.NKvHeads, "nPast", _model.Sizes.DHead]));
        string[] present = _hasPast ? [$"{name}.keys", $"{name}.values"] : [];
        Node("Attention", [$"{name}.q", $"{name}.k", $"{name}.v", .. past], [$"{name}.mixed", .. present],
            NumberAttribute("is_causal", 1), NumberAttribute("q_num_heads", _model.Sizes.NHeads),
            NumberAttribute("kv_num_heads", _model.Sizes.NKvHeads));
    }

    private void Norm(string name, string x, string output) =>
        Node("LayerNormalization", [x, $"{name}.gain", $"{name}.bias"], [output],
            FloatAttribute("epsilon", _model.Sizes.NormEpsilon));

    private void Linear(string x, string weights, string bias, string output)
    {
        Node("MatMul", [x, weights], [output + ".product"]);
        Node("Add", [output + ".product", bias], [output]);
    }

    private void Node(string operation, string[] inputs, string[] outputs, params byte[][] attributes) =>
        _nodes.Add(Message(
        [
            .. inputs.Select(input => Text(1, input)), .. outputs.Select(output => Text(2, output)), Text(4, operation),
            .. attributes.Select(attribute => Nested(5, attribute)),
        ]));

    private static byte[] NumberAttribute(string name, long value) =>
        Message(Text(1, name), Number(3, value), Number(20, 2));

    private static byte[] FloatAttribute(string name, float value) =>
        Message(Text(1, name), Float(2, value), Number(20, 1));

    private static byte[] TextAttribute(string name, string value) =>
        Message(Text(1, name), Text(4, value), Number(20, 3));

    // A row of one parameter is a vector in the graph.
    private static byte[] Initializer(Parameter parameter) => Nested(5, Tensor(parameter.Name, parameter.Value));

    private static byte[] Tensor(string name, Matrix<float> value)
    {
        int[] shape = value.RowCount == 1 ? [value.ColumnCount] : [value.RowCount, value.ColumnCount];
        var numbers = MemoryMarshal.AsBytes(value.ToRowMajorArray().AsSpan()).ToArray();
        return Message([.. shape.Select(size => Number(1, size)), Number(2, Float32), Text(8, name), Nested(9, numbers)]);
    }

    private static byte[] Input(string name, int elementType, object[] shape)
    {
        var dimensions = shape.Select(size => Nested(1, size is int number ? Number(1, number) : Text(2, (string)size)));
        var type = Message(Number(1, elementType), Nested(2, Message([.. dimensions])));
        return Message(Text(1, name), Nested(2, Nested(1, type)));
    }
}
