using AttentionKit.Conformance;

namespace AttentionKit.Tests;

public sealed class ConformanceRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attentionkit-cases-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // One query that scores both keys alike: the output is the mean of the values.
    private const string MeanOfTwo = """
        {"op": "Attention", "attributes": {},
         "inputs": {
           "Q": {"dtype": "float32", "shape": [1, 1, 1, 2], "data": [1, 0]},
           "K": {"dtype": "float32", "shape": [1, 1, 2, 2], "data": [0, 1, 0, 2]},
           "V": {"dtype": "float32", "shape": [1, 1, 2, 1], "data": [3, 5]}},
         "outputs": {"Y": {"dtype": "float32", "shape": [1, 1, 1, 1], "data": [4]}}}
        """;

    [Fact]
    public void ACaseThatAgrees_Passes()
    {
        Write("mean", MeanOfTwo);
        Expect(0, "mean: passed (largest difference 0.0E+000)", "1 passed, 0 failed, 0 not supported");
    }

    [Fact]
    public void AWrongExpectedValue_FailsWithTheLargestDifference()
    {
        Write("mean", MeanOfTwo.Replace("[4]", "[4.5]", StringComparison.Ordinal));
        Expect(1, "mean: failed: largest difference 5.0E-001, first at Y[0, 0, 0, 0]: 4 in place of 4.5",
            "0 passed, 1 failed, 0 not supported");
    }

    [Fact]
    public void ANonFiniteExpectedValue_MustBeMetExactly()
    {
        Write("nan", MeanOfTwo.Replace("[4]", "[\"NaN\"]", StringComparison.Ordinal));
        Write("nothing", Hidden("\"-Infinity\", \"-Infinity\"", expected: "0"));
        Write("shown", Hidden("0, \"-Infinity\"", expected: "3").Replace("\"outputs\": {", """
            "outputs": {"qk_matmul_output": {"dtype": "float32", "shape": [1, 1, 1, 2], "data": [0, "-Infinity"]},
            """, StringComparison.Ordinal).Replace("\"attributes\": {}", "\"attributes\": {\"qk_matmul_output_mode\": 2}", StringComparison.Ordinal));
        var (exit, lines) = Run();
        Assert.Equal(1, exit);
        Assert.Equal("nan: failed: largest difference NaN, first at Y[0, 0, 0, 0]: 4 in place of NaN", lines[0]);
        Assert.Equal(["nothing: passed (largest difference 0.0E+000)", "shown: passed (largest difference 0.0E+000)"],
            lines[1..3]);
    }

    [Fact]
    public void AMaskShorterThanTheKeys_HidesTheRest()
    {
        Write("short", Hidden("0", expected: "3").Replace(
            "\"shape\": [1, 2], \"data\": [0]", "\"shape\": [1], \"data\": [0]", StringComparison.Ordinal));
        Assert.Equal(0, Run().Exit);
    }

    // Five keys that score alike: the output is the mean of the values in sight, which are 1, 2, 4, 8 and 16.
    [Theory]
    [InlineData("\"left_window_size\": 1", "6.2, 6.2, 7.5")]
    [InlineData("\"left_window_size\": 1, \"is_causal\": 1", "1, 1.5, 3")]
    [InlineData("\"left_window_size\": 0, \"right_window_size\": 1", "1.5, 3, 6")]
    [InlineData("\"left_window_size\": -1, \"right_window_size\": 0", "1, 1.5, 2.3333333")]
    [InlineData("\"left_window_size\": -1, \"right_window_size\": -1", "6.2, 6.2, 6.2")]
    public void ALocalWindow_HidesWhatLiesBeyondItsSides(string attributes, string means)
    {
        Write("window", ThreeOverFive(attributes, means));
        Assert.Equal("1 passed, 0 failed, 0 not supported", Run().Lines[^1]);
    }

    // Four of the five keys are valid and the queries are the last three: places 1 to 3.
    [Fact]
    public void ALocalWindow_CountsFromTheValidKeysOfACache()
    {
        const string Length = "\"nonpad_kv_seqlen\": {\"dtype\": \"int64\", \"shape\": [1], \"data\": [4]}, \"V\": {";
        Write("window", ThreeOverFive("\"left_window_size\": 1, \"is_causal\": 1", "1.5, 3, 6").Replace(
            "\"V\": {", Length, StringComparison.Ordinal));
        Assert.Equal("1 passed, 0 failed, 0 not supported", Run().Lines[^1]);
    }

    // Two of the five keys are the past: places 2 to 4.
    [Fact]
    public void ALocalWindow_CountsFromThePast()
    {
        var present = ThreeOverFive("\"left_window_size\": 1, \"is_causal\": 1", "3, 6, 12")
            .Replace("[1, 1, 5, 1], \"data\": [0, 0, 0, 0, 0]", "[1, 1, 3, 1], \"data\": [0, 0, 0]",
                StringComparison.Ordinal)
            .Replace("[1, 1, 5, 1], \"data\": [1, 2, 4, 8, 16]", "[1, 1, 3, 1], \"data\": [4, 8, 16]",
                StringComparison.Ordinal)
            .Replace("\"V\": {", """
                "past_key": {"dtype": "float32", "shape": [1, 1, 2, 1], "data": [0, 0]},
                "past_value": {"dtype": "float32", "shape": [1, 1, 2, 1], "data": [1, 2]}, "V": {
                """, StringComparison.Ordinal);
        Write("window", present);
        Assert.Equal("1 passed, 0 failed, 0 not supported", Run().Lines[^1]);
    }

    [Fact]
    public void ALocalWindow_BelowMinusOne_IsRefused()
    {
        Write("window", ThreeOverFive("\"right_window_size\": -2", "1, 1, 1"));
        Assert.Equal(
            "window: failed: malformed case file: right_window_size must be −1 or more: it is -2", Run().Lines[0]);
    }

    private static string ThreeOverFive(string attributes, string means) => $$"""
        {"op": "Attention", "attributes": { {{attributes}} },
         "inputs": {
           "Q": {"dtype": "float32", "shape": [1, 1, 3, 1], "data": [1, 1, 1]},
           "K": {"dtype": "float32", "shape": [1, 1, 5, 1], "data": [0, 0, 0, 0, 0]},
           "V": {"dtype": "float32", "shape": [1, 1, 5, 1], "data": [1, 2, 4, 8, 16]} },
         "outputs": {"Y": {"dtype": "float32", "shape": [1, 1, 3, 1], "data": [{{means}}]} } }
        """;

    // Scores 0 and −3, values 0 and 1: the output is the second weight, e⁻³ / (1 + e⁻³) = .047425873 in float64.
    [Theory]
    [InlineData(1, "0.04742587")]
    [InlineData(11, "0.04742587")]
    [InlineData(
        10, "0.047424316")] // float16: e⁻³ → .04977417, the sum → 1.0498047, their quotient .0474128 → .047424316
    [InlineData(
        16, "0.047607422")] // bfloat16: e⁻³ → .049804688, the sum → 1.046875, their quotient .04757463 → .047607422
    public void SoftmaxPrecision_RunsSoftmaxInThatType(int precision, string weight)
    {
        Write("precision", $$$"""
            {"op": "Attention", "attributes": {"softmax_precision": {{{precision}}}, "scale": 1},
             "inputs": {
               "Q": {"dtype": "float32", "shape": [1, 1, 1, 1], "data": [1]},
               "K": {"dtype": "float32", "shape": [1, 1, 2, 1], "data": [0, -3]},
               "V": {"dtype": "float32", "shape": [1, 1, 2, 1], "data": [0, 1]}},
             "outputs": {"Y": {"dtype": "float32", "shape": [1, 1, 1, 1], "data": [{{{weight}}}]} } }
            """);
        var (exit, lines) = Run();
        Assert.Equal(0, exit);
        // Far below the tolerance of the runner: the types are told apart.
        Assert.Matches(@"passed \(largest difference (0\.0E\+000|\d\.\dE-(0[1-9]\d|009))\)", lines[0]);
    }

    [Theory]
    [InlineData("float16", "2.9980469")] // 1535/512: halves between 2 and 4 are 1/512 apart
    [InlineData("bfloat16", "3")]
    [InlineData("float64", "2.9985")]
    public void Outputs_AreRoundedToTheirType(string dtype, string mean)
    {
        Write("rounded", MeanOfTwo.Replace("float32", dtype, StringComparison.Ordinal).Replace(
            "[3, 5]", "[2.9985, 2.9985]", StringComparison.Ordinal).Replace(
            "[4]", $"[{mean}]", StringComparison.Ordinal));
        Assert.Equal("rounded: passed (largest difference 0.0E+000)", Run().Lines[0]);
    }

    [Theory]
    [InlineData("not json", "not JSON: ")]
    [InlineData("{}", "the case has no \"op\" of type String")]
    [InlineData("[]", "the case has no \"op\" of type String")]
    [InlineData("""{"op": "Attention"}""", "the case has no \"outputs\" of type Object")]
    [InlineData("""{"op": "Attention", "outputs": {}}""", "outputs is empty: there is nothing to compare with")]
    [InlineData("""{"op": "Attention", "outputs": {"Y": {"dtype": "float32", "shape": [2], "data": [1]}}}""", "outputs.Y has shape [2] and 1 numbers")]
    [InlineData("""{"op": "Attention", "outputs": {"Y": {"dtype": "float32", "shape": [-1], "data": [1]}}}""", "outputs.Y.shape holds -1, which is no dimension")]
    [InlineData("""{"op": "Attention", "outputs": {"Y": {"dtype": "float32", "shape": [1], "data": ["one"]}}}""", "outputs.Y.data holds \"one\", which is no number")]
    [InlineData("""{"op": "Attention", "outputs": {"Y": {"dtype": "float32", "shape": [0], "data": []}}, "inputs": {}, "attributes": {}}""", "inputs has no Q")]
    public void AMalformedCase_FailsAndSaysSo(string text, string reason)
    {
        Write("bad", text);
        Write("good", MeanOfTwo);
        var (exit, lines) = Run();
        Assert.Equal(1, exit);
        Assert.StartsWith($"bad: failed: malformed case file: {reason}", lines[0], StringComparison.Ordinal);
        Assert.Equal("1 passed, 1 failed, 0 not supported", lines[^1]);
    }

    [Theory]
    [InlineData("\"shape\": [1, 1, 1, 2], \"data\": [1, 0]", "\"shape\": [1, 1, 1, 1], \"data\": [1]",
        "ArgumentException: queries and keys must share dHead: queries is 1×1, keys is 2×2.")]
    [InlineData("\"shape\": [1, 1, 1, 2], \"data\": [1, 0]", "\"shape\": [1, 2], \"data\": [1, 0]",
        "malformed case file: Q must be (B, H, S, D), or (B, S, H·D) with the number of heads: it is float32[1, 2] "
        + "with 0 heads")]
    [InlineData("\"shape\": [1, 1, 2, 1], \"data\": [3, 5]", "\"shape\": [1, 2, 1, 1], \"data\": [3, 5]",
        "malformed case file: Q, K and V must share B")]
    [InlineData("\"shape\": [1, 1, 1, 1], \"data\": [4]", "\"shape\": [1], \"data\": [4]",
        "Y is float32[1, 1, 1, 1] in place of float32[1]")]
    public void ShapesThatDoNotFit_FailAndSaySo(string shape, string wrong, string reason)
    {
        Write("misshapen", MeanOfTwo.Replace(shape, wrong, StringComparison.Ordinal));
        var (exit, lines) = Run();
        Assert.Equal(1, exit);
        Assert.StartsWith($"misshapen: failed: {reason}", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"op\": \"Attention\"", "\"op\": \"Conv\"", "operator Conv")]
    [InlineData("\"attributes\": {}", "\"attributes\": {\"mood\": 1}", "attribute mood")]
    [InlineData("\"attributes\": {}", "\"attributes\": {\"scale\": \"big\"}", "attribute scale of type String")]
    [InlineData("\"attributes\": {}", "\"attributes\": {\"softmax_precision\": 7}", "softmax_precision 7")]
    [InlineData("\"V\": {", "\"bias\": {\"dtype\": \"float32\", \"shape\": [], \"data\": [1]}, \"V\": {", "input bias")]
    [InlineData("\"Y\": {", "\"Z\": {", "output Z")]
    [InlineData("\"Q\": {\"dtype\": \"float32\"", "\"Q\": {\"dtype\": \"int8\"", "Q of type int8")]
    public void WhatTheKitDoesNotDo_IsNamed(string part, string unknown, string what)
    {
        Write("foreign", MeanOfTwo.Replace(part, unknown, StringComparison.Ordinal));
        Expect(0, $"foreign: not supported: {what}", "0 passed, 0 failed, 1 not supported");
    }

    [Fact]
    public void Cases_ComeSortedByName()
    {
        foreach (var name in new[] { "b", "a", "c" }) Write(name, MeanOfTwo);
        Assert.Equal(
            ["a", "b", "c", "3 passed, 0 failed, 0 not supported"], Run().Lines.Select(line => line.Split(':')[0]));
    }

    [Fact]
    public void WithoutCases_TheExitCodeIs2AndTheMessageSaysWhy()
    {
        Assert.Equal(
            (2, "Give at least one folder of case files: dotnet run --project tests/AttentionKit.Conformance -- DIR [DIR…]"), Refused());
        Assert.Equal((2, "There is no folder nowhere-at-all. Give a folder that holds case files (*.json)."),
            Refused("nowhere-at-all"));
        Assert.Equal((2, $"The folder {_folder} holds no case files (*.json)."), Refused(_folder));
    }

    [Fact]
    public void EveryPublishedCase_Passes()
    {
        var output = new StringWriter();
        var exit = Runner.Run([SharedFolder("onnx-attention"), SharedFolder("onnx-rotary")], output, TextWriter.Null);
        Assert.EndsWith("59 passed, 0 failed, 0 not supported", output.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, exit);
    }

    private static string SharedFolder(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AttentionKit.slnx"))) root = root.Parent;
        var folder = Path.Combine(root?.FullName ?? ".", "..", "shared", "reference", name);
        Assert.SkipUnless(Directory.Exists(folder),
            $"The published cases are not beside this repository: no ../shared/reference/{name}.");
        return folder;
    }

    // One query, two keys with scores 0, the values 3 and 5, and a float mask.
    private static string Hidden(string mask, string expected) => MeanOfTwo
        .Replace("\"V\": {",
            $"\"attn_mask\": {{\"dtype\": \"float32\", \"shape\": [1, 2], \"data\": [{mask}]}}, \"V\": {{",
            StringComparison.Ordinal)
        .Replace("\"data\": [4]", $"\"data\": [{expected}]", StringComparison.Ordinal);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name + ".json"), text);

    private (int Exit, string[] Lines) Run()
    {
        var output = new StringWriter();
        var exit = Runner.Run([_folder], output, TextWriter.Null);
        return (exit, output.ToString().Trim().Split(Environment.NewLine));
    }

    private void Expect(int exit, params string[] lines)
    {
        var run = Run();
        Assert.Equal(lines, run.Lines);
        Assert.Equal(exit, run.Exit);
    }

    private static (int Exit, string Message) Refused(params string[] folders)
    {
        var error = new StringWriter();
        var exit = Runner.Run(folders, TextWriter.Null, error);
        return (exit, error.ToString().Trim());
    }
}
