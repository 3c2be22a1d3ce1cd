using System.Text;
using System.Text.Json.Nodes;
using AttentionKit.Kernel.Wire;

namespace AttentionKit.Kernel.Tests.Wire;

public class MessageFormatTests
{
    private readonly MessageFormat format = new(Frames.Key);

    [Fact]
    public void AFrontEndsMessage_IsRead()
    {
        var message = format.Read(Frames.Of("execute_request", """{"code":"1 + 1 // π"}""", "id-7"));
        Assert.Equal(("execute_request", "id-7"), (message.Type, (string?)message.Header["msg_id"]));
        Assert.Equal("1 + 1 // π", (string?)message.Content["code"]);
        Assert.Equal("client", Encoding.UTF8.GetString(Assert.Single(message.Route)));
    }

    [Fact]
    public void ACellsMetadata_ComesWithItsCode()
    {
        var frames = Frames.Of("execute_request", """{"code":"1"}""");
        frames[5] = Frames.Bytes("""{"cellId":"a","dotnet_interactive":{"language":"fsharp"}}""");
        Assert.Equal("fsharp", CellLanguage.Of(format.Read(Frames.SignedAnew(frames)).Metadata));
    }

    [Fact]
    public void AnAnswer_BelongsToItsRequest_AndIsReadByTheOtherSide()
    {
        var request = format.Read(Frames.Of("kernel_info_request", "{}", "id-8"));
        var answer = request.Answer("kernel_info_reply", new JsonObject { ["status"] = "ok" }, request.Route);
        var read = new MessageFormat(Frames.Key).Read(format.Write(answer));
        Assert.Equal(("id-8", "ok"), ((string?)read.Parent["msg_id"], (string?)read.Content["status"]));
        Assert.NotEqual("id-8", (string?)read.Header["msg_id"]);
    }

    [Fact]
    public void AWrongSignature_IsRefused() => Refused("signature", Frames.Of("execute_request", "{}", key: "another"));

    [Fact]
    public void AMissingSignature_IsRefused()
    {
        var frames = Frames.Of("execute_request", "{}");
        frames[2] = [];
        Refused("signature", frames);
    }

    [Fact]
    public void ChangedContent_IsRefused()
    {
        var frames = Frames.Of("execute_request", """{"code":"1"}""");
        frames[6] = Frames.Bytes("""{"code":"2"}""");
        Refused("signature", frames);
    }

    [Fact]
    public void AReplay_IsRefused()
    {
        var frames = Frames.Of("execute_request", "{}");
        format.Read(frames);
        Refused("came before", frames);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void MissingFrames_AreRefused(int nFrames) =>
        Refused("missing", Frames.Of("execute_request", "{}").Take(nFrames).ToList());

    [Fact]
    public void LargeContent_IsLeftOut_SoThatItsSenderCanBeTold()
    {
        var cell = $"{{\"code\":\"{new string('x', 65 << 20)}\"}}";
        var message = format.Read(Frames.Of("execute_request", cell, "id-9"));
        Assert.True(message.IsTooLarge);
        Assert.Empty(message.Content);
        Assert.Equal("id-9", (string?)message.Header["msg_id"]);
    }

    [Fact]
    public void LargeContentThatIsNotSigned_IsRefused() =>
        Refused("signature", Frames.Of("execute_request", $"\"{new string('x', 65 << 20)}\"", key: "another"));

    [Fact]
    public void AMessageThatIsLargeElsewhere_IsRefused()
    {
        var frames = Frames.Of("execute_request", "{}");
        frames[5] = new byte[65 << 20];
        Refused("64 MiB", Frames.SignedAnew(frames));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"code\":")]
    [InlineData("null")]
    public void ContentThatIsNoObject_IsRefused(string content) =>
        Refused("a part of it", Frames.Of("execute_request", content));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"msg_id":"a","msg_type":7}""")]
    [InlineData("""{"msg_id":"a","msg_type":"\ud800"}""")]
    public void AHeaderWithoutTypeOrId_IsRefused(string header)
    {
        var frames = Frames.Of("execute_request", "{}");
        frames[3] = Frames.Bytes(header);
        Refused("header", Frames.SignedAnew(frames));
    }

    [Fact]
    public void WithoutAKey_NothingIsSigned()
    {
        var open = new MessageFormat("");
        Assert.Empty(open.Write(open.Read(Frames.Of("execute_request", "{}")).Answer("x", []))[1]);
    }

    private void Refused(string why, List<byte[]> frames) =>
        Assert.Contains(
            why, Assert.Throws<BadMessageException>(() => format.Read(frames)).Message, StringComparison.Ordinal);
}
