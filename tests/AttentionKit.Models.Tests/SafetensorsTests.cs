using System.Buffers.Binary;
using System.Text;

namespace AttentionKit.Models.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData(NumberFormat.F32, 0)]
    [InlineData(NumberFormat.F16, 4.9e-4)] // half a unit of 11 bits
    [InlineData(NumberFormat.BF16, 3.95e-3)] // half a unit of 8 bits
    public void WhatIsWritten_IsRead(NumberFormat format, double relative)
    {
        var random = new Random(1);
        var matrix = Matrix<float>.Build.Dense(3, 5, (_, _) => (float)(random.NextDouble() * 8 - 4));
        var row = Matrix<float>.Build.Dense(1, 2, [float.NegativeInfinity, float.NaN]);
        SafetensorsFile.Write(path, [("a.ü", matrix), ("b", row)], format, new Dictionary<string, string> { ["made by"] = "a test" });
        using var file = SafetensorsFile.Open(path);
        Assert.Equal("a test", file.Metadata["made by"]);
        Assert.Equal(["3×5", "2"], file.Tensors.Select(tensor => tensor.Sizes));
        var read = file.Read("a.ü");
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 5; j++)
                Assert.True(Math.Abs(read[i, j] - matrix[i, j]) <= relative * Math.Abs(matrix[i, j]), $"{matrix[i, j]} became {read[i, j]}");
        Assert.Equal([float.NegativeInfinity, float.NaN], file.Read("b").Enumerate());
    }

    [Fact]
    public void TheBytes_AreThoseOfTheFormat()
    {
        SafetensorsFile.Write(path, [("x", Matrix<float>.Build.DenseOfRowArrays([1, 2], [3, 4]))]);
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal("""{"__metadata__":{},"x":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}""", Encoding.UTF8.GetString(bytes, 8, length).TrimEnd());
        Assert.Equal(0, length % 8);
        Assert.Equal([1, 2, 3, 4], Enumerable.Range(0, 4).Select(i => BitConverter.ToSingle(bytes, 8 + length + 4 * i)));
    }

    [Fact]
    public void WhatHalfPrecisionCanNotHold_IsRefused_AndTheFileIsAsBefore()
    {
        File.WriteAllText(path, "before");
        var error = Assert.Throws<WeightsException>(() => SafetensorsFile.Write(path, [("x", Matrix<float>.Build.Dense(1, 1, 1e6f))], NumberFormat.F16));
        Assert.Equal("tensor x must fit F16: its number at (0, 0) is 1000000. Use F32 or BF16.", error.Message);
        Assert.Equal("before", File.ReadAllText(path));
    }

    [Fact]
    public void AMissingTensor_IsNamed_WithThoseThatAreThere()
    {
        SafetensorsFile.Write(path, [("x", Matrix<float>.Build.Dense(1, 1))]);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal($"{path} must hold a tensor y: it holds x.", Assert.Throws<WeightsException>(() => file.Read("y")).Message);
    }

    public static TheoryData<string, string, int> Broken() => new()
    {
        { "", "its header can't be read", 0 },
        { "[]", "its header must be a JSON object", 0 },
        { "3", "its header must be a JSON object", 0 },
        { "{", "its header can't be read", 0 },
        { "{\"a\":1", "its header can't be read", 0 },
        { "{\"a\":1}", "tensor a must have a dtype", 0 },
        { "{\"a\":null}", "tensor a must have a dtype", 0 },
        { "{\"a\":[]}", "tensor a must have a dtype", 0 },
        { "{\"a\":{}}", "tensor a must have a dtype", 0 },
        { "{\"a\":{\"dtype\":\"F32\"}}", "tensor a must have a dtype", 0 },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "tensor a must have a dtype", 4 },
        { "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", "tensor a must have a dtype", 4 },
        { "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", "tensor a must have a dtype", 4 },
        { Tensor("1", "[1]", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("null", "[1]", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("\"f32\"", "[1]", "[0,4]"), "must be F32, F16 or BF16: it is f32", 4 },
        { Tensor("\"0\"", "[1]", "[0,4]"), "must be F32, F16 or BF16: it is 0", 4 },
        { Tensor("\"F64\"", "[1]", "[0,8]"), "must be F32, F16 or BF16: it is F64", 8 },
        { Tensor("\"I64\"", "[1]", "[0,8]"), "must be F32, F16 or BF16: it is I64", 8 },
        { Tensor("\"F32, F16\"", "[1]", "[0,4]"), "must be F32, F16 or BF16", 4 },
        { Tensor("\"\"", "[1]", "[0,4]"), "must be F32, F16 or BF16", 4 },
        { Tensor("\"F32\"", "1", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[\"1\"]", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[1.5]", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[-1]", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[null]", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[[1]]", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[1e30]", "[0,4]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[9223372036854775807]", "[0,4]"), "larger than any file", 4 },
        { Tensor("\"F32\"", "[4294967296,4294967296]", "[0,4]"), "larger than any file", 4 },
        { Tensor("\"F32\"", "[3037000500,3037000500,2]", "[0,4]"), "larger than any file", 4 },
        { Tensor("\"F32\"", "[1]", "[0]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[1]", "[0,4,8]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[1]", "[]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[1]", "4"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[1]", "[-4,0]"), "tensor a must have a dtype", 4 },
        { Tensor("\"F32\"", "[1]", "[4,0]"), "must take 4 bytes: its offsets are 4 and 0", 4 },
        { Tensor("\"F32\"", "[1]", "[0,8]"), "must take 4 bytes: its offsets are 0 and 8", 8 },
        { Tensor("\"F32\"", "[1]", "[0,2]"), "must take 4 bytes: its offsets are 0 and 2", 2 },
        { Tensor("\"F16\"", "[1]", "[0,4]"), "must take 2 bytes", 4 },
        { Tensor("\"BF16\"", "[2,2]", "[0,4]"), "must take 8 bytes", 4 },
        { Tensor("\"F32\"", "[2]", "[0,4]"), "must take 8 bytes", 4 },
        { Tensor("\"F32\"", "[0]", "[0,4]"), "must take 0 bytes", 4 },
        { Tensor("\"F32\"", "[]", "[0,0]"), "must take 4 bytes", 0 },
        { Tensor("\"F32\"", "[1]", "[9223372036854775803,9223372036854775807]"), "tensors must follow one another", 4 },
        { Tensor("\"F32\"", "[1]", "[4,8]"), "tensors must follow one another: a begins at byte 4", 8 },
        { Tensor("\"F32\"", "[1]", "[0,4]"), "its tensors must fill it: they take 4 bytes, and 8 follow", 8 },
        { Tensor("\"F32\"", "[1]", "[0,4]"), "its tensors must fill it: they take 4 bytes, and 0 follow", 0 },
        { Tensor("\"F32\"", "[1]", "[0,4]"), "its tensors must fill it: they take 4 bytes, and 3 follow", 3 },
        { "{}", "its tensors must fill it: they take 0 bytes, and 1 follow", 1 },
        { Two("[0,4]", "[0,4]"), "tensors must follow one another", 4 },
        { Two("[0,4]", "[2,6]"), "tensors must follow one another", 6 },
        { Two("[0,4]", "[8,12]"), "tensors must follow one another", 12 },
        { Two("[0,4]", "[4,8]"), "its tensors must fill it", 4 },
        { Two("[4,8]", "[8,12]"), "tensors must follow one another", 12 },
        { "{\"a\":{},\"a\":{}}", "its header can't be read", 0 },
        { Tensor("\"F32\",\"dtype\":\"F16\"", "[1]", "[0,4]"), "its header can't be read", 4 },
        { "{\"__metadata__\":1}", "__metadata__ must be an object of texts", 0 },
        { "{\"__metadata__\":{\"a\":1}}", "__metadata__ must be an object of texts", 0 },
        { "{\"__metadata__\":{\"a\":{}}}", "__metadata__ must be an object of texts", 0 },
        { "{\"__metadata__\":[\"a\"]}", "__metadata__ must be an object of texts", 0 },
        { "{\"a\":{\"shape\":[[[[[1]]]]]}}", "its header can't be read", 0 },
        { "{} x", "its header can't be read", 0 },
        { "{}\0", "its header can't be read", 0 },
        { "\ufeff{}", "its header can't be read", 0 },
        { "{\"\\ud800\":{}}", "its header can't be read", 0 },
        { "{'a':1}", "its header can't be read", 0 },
        { "{\"a\":NaN}", "its header can't be read", 0 },
        { "{/**/}", "its header can't be read", 0 },
        { "{\"a\":1,}", "its header can't be read", 0 },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void ABrokenFile_IsNamed_WithWhatMustHold(string json, string message, int nBytes)
    {
        Write(json, nBytes);
        var error = Assert.Throws<WeightsException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith($"{path} is not a safetensors file: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 128 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 225, 245, 6, 0, 0, 0, 0, 123, 125 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 0xC3, 0x28 })]
    public void AFileOfFewBytes_IsRefused(byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        Assert.Throws<WeightsException>(() => SafetensorsFile.Open(path));
    }

    [Fact]
    public void AnyBytes_AreReadOrRefused_AndNeverTakeMoreMemoryThanTheFile()
    {
        var good = Header(Two("[0,4]", "[4,8]"));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length - 1], Gen.Byte).Sample((first, a, second, b) =>
        {
            byte[] bytes = [.. good, .. new byte[8]];
            (bytes[first], bytes[second]) = (a, b);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SafetensorsHeader.Read(new MemoryStream(bytes), "x");
            }
            catch (WeightsException)
            {
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000); // an exception and its words
        }, iter: 100_000);
    }

    private static string Tensor(string dtype, string shape, string offsets) =>
        $"{{\"a\":{{\"dtype\":{dtype},\"shape\":{shape},\"data_offsets\":{offsets}}}}}";

    private static string Two(string first, string second) =>
        $"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{first}}},\"b\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{second}}}}}";

    private void Write(string json, int nBytes) => File.WriteAllBytes(path, [.. Header(json), .. new byte[nBytes]]);

    private static byte[] Header(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text];
    }
}
