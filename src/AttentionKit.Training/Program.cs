using System.Diagnostics;
using System.Globalization;
using AttentionKit.Models;
using AttentionKit.Training;

// Trains the language model of data/: see data/README.md. The same seed gives the same bits on processors of the same vector width.
if (args is not [var path, var stepsText, .. { Length: > 0 } texts] || !int.TryParse(stepsText, CultureInfo.InvariantCulture, out var nSteps) || nSteps < 1)
{
    Console.Error.WriteLine("Usage: AttentionKit.Training MODEL.safetensors STEPS TEXT… (.txt, or packed: .dz, .gz)");
    return 2;
}

const int Seed = 1, NVocabulary = 1024, BatchSize = 8, HeldOutShare = 20, WarmUp = 50;
const float LearningRate = 3e-3f, EmbeddingScale = 4;

var text = Corpus.Read(texts);
var (middle, part) = (text.Length / 2, text.Length / HeldOutShare);
var heldOut = text[middle..(middle + part)];
var learned = text.Remove(middle, part);
var tokenizer = Tokenizer.Learn(learned, NVocabulary);
var tokens = tokenizer.Encode(learned);
Console.WriteLine($"{learned.Length} characters, {tokens.Count} tokens of {tokenizer.Count}");

var sizes = new TransformerSizes(tokenizer.Count, 128, 128, 3, 4)
{
    DMlp = 384,
    Activation = Activation.Relu,
    Norm = NormKind.RmsNorm,
    Positions = Positions.Rope,
};
var model = new Transformer(sizes, Seed);
// A token must be heard beside what the blocks add to it (Vaswani et al. 2017, §3.4).
model.Parameters[0].Value.MapInplace(number => number * EmbeddingScale);
var optimizer = new AdamW(model.Parameters, LearningRate, weightDecay: .05f, beta2: .98f);
var sequences = new Sequences(tokens, tokenizer.Count, sizes.NContext, Seed);
var mean = 0.0;
var watch = Stopwatch.StartNew();
for (var step = 0; step < nSteps; step++)
{
    var left = (double)step / nSteps;
    optimizer.LearningRate = LearningRate * (float)(Math.Min(1, (step + 1.0) / WarmUp) * (.05 + .95 * (1 + Math.Cos(Math.PI * left)) / 2));
    var done = TrainingStep.Of(model, sequences.Batch(BatchSize));
    optimizer.Step(done.Gradients);
    mean += (done.Loss - mean) / Math.Min(step + 1, 50);
    if ((step + 1) % 50 == 0)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step + 1}: loss {mean:0.00}, {watch.Elapsed.TotalSeconds:0} s"));
    if ((step + 1) % 500 == 0 || step + 1 == nSteps)
        Write();
}
return 0;

void Write()
{
    var bits = HeldOut.BitsPerByte(model, tokenizer, heldOut);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held out: {bits:0.000} bits per byte"));
    var about = new Dictionary<string, string>
    {
        ["trained on"] = $"{string.Join(" and ", texts.Select(Path.GetFileName))}: {learned.Length} bytes, {tokens.Count} tokens",
        ["steps"] = $"{optimizer.NSteps} of {BatchSize} sequences of {sizes.NContext} tokens, a quarter of which repeat a passage",
        ["bits per byte"] = bits.ToString("0.000", CultureInfo.InvariantCulture) + " on the twentieth of the text that was held out",
    };
    new LanguageModel(model, tokenizer, about).Write(path);
}
