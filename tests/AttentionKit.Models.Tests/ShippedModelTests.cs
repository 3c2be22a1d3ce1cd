namespace AttentionKit.Models.Tests;

/// <summary>What the weights in data/ know and do.</summary>
public class ShippedModelTests
{
    private const string Name = "jargon.safetensors";
    private const string Sentence = "The integration broke after the last update. How do I fix it?";
    private static readonly Lazy<LanguageModel> Shipped = new(() => LanguageModel.Read(File.OpenRead(Path), Name));

    private static string Path
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(System.IO.Path.Combine(folder.FullName, "AttentionKit.slnx"))) folder = folder.Parent!;
            return System.IO.Path.Combine(folder.FullName, "data", Name);
        }
    }

    [Fact]
    public void ItIsSmall_AndSaysWhatItIs()
    {
        Assert.InRange(new FileInfo(Path).Length, 1, 4_000_000);
        Assert.Equal(["bits per byte", "merges", "sizes", "steps", "trained on"], Shipped.Value.About.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("2.07", Shipped.Value.About["bits per byte"], StringComparison.Ordinal);
    }

    /// <summary>Sentences that are in neither dictionary: ln 1024 = 6.9 would be guessing; 3.7 nats per token are 2.1 bits per byte.</summary>
    [Fact]
    public void PlainEnglish_SurprisesItLessThanItsWordsInNoOrder()
    {
        var said = Loss("The user of a system is told to read the manual before he asks the operator.");
        var shuffled = Loss("Operator the a read asks told he user is manual before the of to the system.");
        Assert.InRange(said, 2, 5.2);
        Assert.InRange(shuffled, said + .5, 9);
    }

    [Fact]
    public void SomeHeadsLookBackByOne_AndSomeAtTheStart()
    {
        var steps = Shipped.Value.Model.Run(Shipped.Value.Tokens(Sentence));
        Assert.InRange(Best(steps, HeadScores.PreviousToken), .3, 1);
        Assert.InRange(Best(steps, HeadScores.FirstToken), .4, 1);
    }

    /// <summary>Trained so shortly it has none: lesson 12 says so.</summary>
    [Fact]
    public void NoneIsAnInductionHead()
    {
        var (tokens, steps) = Twice(seed: 5);
        Assert.InRange(Best(steps, weights => HeadScores.Induction(weights, tokens)), 0, .3);
    }

    private static double Best(ModelSteps steps, Func<Matrix<float>, double> score) =>
        steps.Layers.SelectMany(layer => layer.Attention.Heads).Max(head => score(head.Weights));

    private static (int[] Tokens, ModelSteps Steps) Twice(int seed)
    {
        var random = new Random(seed);
        int[] once = [.. Enumerable.Range(0, 30).Select(_ => random.Next(100, 1024))];
        int[] tokens = [Tokenizer.Start, .. once, .. once];
        return (tokens, Shipped.Value.Model.Run(tokens));
    }

    private static double Loss(string text)
    {
        var example = Example.Next(Shipped.Value.Tokens(text));
        return CrossEntropy.Of(Shipped.Value.Model.Run(example.Tokens).Logits, example.Targets).Loss;
    }
}
