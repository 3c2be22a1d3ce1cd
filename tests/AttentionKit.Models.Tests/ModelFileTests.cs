namespace AttentionKit.Models.Tests;

public sealed class ModelFileTests : IDisposable
{
    private static readonly TransformerSizes Sizes = new(7, 6, 4, 2, 2) { DMlp = 8, Norm = NormKind.LayerNorm, HasBiases = true };
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void AModelWritten_IsTheModelRead()
    {
        var model = new Transformer(Sizes, seed: 5);
        ModelFile.Write(path, model, about: new Dictionary<string, string> { ["trained on"] = "nothing" });
        var read = ModelFile.Read(path);
        Assert.Equal(Sizes, read.Sizes);
        Assert.Equal(model.Run([1, 2, 3]).Logits, read.Run([1, 2, 3]).Logits);
    }

    [Fact]
    public void AMissingTensor_AWrongShape_AndOneTooMany_AreNamed()
    {
        var model = new Transformer(Sizes, seed: 5);
        var tensors = model.Parameters.Select(parameter => (parameter.Name, parameter.Value)).ToList();
        Assert.Contains("must hold a tensor embedding", Error(tensors[1..]), StringComparison.Ordinal);
        Assert.Contains("tensor embedding of", Error([("embedding", Matrix<float>.Build.Dense(7, 5)), .. tensors[1..]]), StringComparison.Ordinal);
        Assert.Contains("and no others", Error([.. tensors, ("more", Matrix<float>.Build.Dense(1, 1))]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "it has sizes nowhere")]
    [InlineData("", "must say the model's sizes")]
    [InlineData("null", "must say the model's sizes")]
    [InlineData("{}", "NVocabulary must be at least 1")]
    [InlineData("""{"NVocabulary":2000000000,"NContext":1,"DModel":2000000000,"NLayers":1,"NHeads":1}""", "numbers and more that its sizes promise")]
    [InlineData("""{"NVocabulary":2,"NContext":1,"DModel":4,"NLayers":1,"NHeads":3,"NKvHeads":2}""", "NHeads must be a multiple")]
    [InlineData("""{"NVocabulary":2,"NContext":1,"DModel":4,"NLayers":1,"NHeads":1,"Activation":"Sine"}""", "must say the model's sizes")]
    [InlineData("""{"NVocabulary":2,"NContext":1,"DModel":4,"NLayers":1,"NHeads":1,"Experts":2}""", "must say the model's sizes")]
    public void SizesThatNoModelHas_AreNamed(string? sizes, string message)
    {
        var metadata = sizes is null ? new Dictionary<string, string>() : new() { ["sizes"] = sizes };
        SafetensorsFile.Write(path, [("embedding", Matrix<float>.Build.Dense(2, 4))], metadata: metadata);
        Assert.Contains(message, Assert.Throws<WeightsException>(() => ModelFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private string Error(List<(string, Matrix<float>)> tensors)
    {
        SafetensorsFile.Write(path, [("embedding", Matrix<float>.Build.Dense(1, 1))]);
        ModelFile.Write(path, new Transformer(Sizes));
        using (var file = SafetensorsFile.Open(path))
            SafetensorsFile.Write(path + ".2", tensors, metadata: file.Metadata);
        File.Move(path + ".2", path, overwrite: true);
        return Assert.Throws<WeightsException>(() => ModelFile.Read(path)).Message;
    }
}
