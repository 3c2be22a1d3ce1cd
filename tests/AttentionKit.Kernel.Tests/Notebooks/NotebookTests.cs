using System.Text.Json.Nodes;
using AttentionKit.Kernel.Notebooks;

namespace AttentionKit.Kernel.Tests.Notebooks;

public sealed class NotebookTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("not json", "is not JSON: ")]
    [InlineData("", "is not JSON: ")]
    [InlineData("""{"cells":[],"cells":[]}""", "is not JSON: ")]
    [InlineData("[1]", "is not a notebook: its JSON is not an object.")]
    [InlineData("""{"cells":[]}""", "is not a notebook: it has no number \"nbformat\".")]
    [InlineData("""{"nbformat":3,"worksheets":[]}""", "is of notebook format 3; only format 4 can be run.")]
    [InlineData("""{"nbformat":"4","cells":[]}""", "is not a notebook: it has no number \"nbformat\".")]
    [InlineData("""{"nbformat":4}""", "is not a notebook: it has no list \"cells\".")]
    [InlineData("""{"nbformat":4,"cells":{}}""", "is not a notebook: it has no list \"cells\".")]
    [InlineData("""{"nbformat":4,"metadata":[],"cells":[]}""", "its \"metadata\" is not an object.")]
    [InlineData("""{"nbformat":4,"cells":[1]}""", "cell 1 is not an object.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"heading","source":""}]}""", "cell 1 needs a \"cell_type\" that is code, markdown or raw.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code"}]}""", "cell 1 needs a \"source\" that is text or a list of texts.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":["a",1]}]}""", "cell 1 needs a \"source\" that is text or a list of texts.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"","metadata":1}]}""", "cell 1 has a \"metadata\" that is not an object.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"","id":"a b"}]}""", "cell 1 has an \"id\" that is not 1 to 64 letters, digits, - or _.")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"raw","source":"","id":"a"},{"cell_type":"raw","source":"","id":"a"}]}""", "has two cells with the id \"a\".")]
    [InlineData("\uFEFF{}", "starts with a byte order mark")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"markdown","source":"a\ud800"}]}""", "half of a character")]
    [InlineData("""{"nbformat":4,"cells":[],"metadata":{"\udc00":1}}""", "half of a character")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"markdown","source":"","attachments":[]}]}""", "cell 1 has \"attachments\"")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"markdown","source":"","attachments":{"a":{"image/png":5}}}]}""", "cell 1 has \"attachments\"")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"markdown","source":"","attachments":{"a":"b"}}]}""", "cell 1 has \"attachments\"")]
    [InlineData("""{"nbformat":4,"cells":[],"metadata":{"kernelspec":{"name":"python3","language":"python"}}}""", "is a notebook in Python, and this program runs C#.")]
    [InlineData("""{"nbformat":4,"cells":[],"metadata":{"language_info":{"name":"python"}}}""", "is a notebook in Python")]
    [InlineData("""{"nbformat":4,"cells":[],"metadata":{"kernelspec":{"name":".net-fsharp","language":"F#"}}}""", "is a notebook in F#")]
    public void ABadNotebook_IsNamedWithItsReason(string text, string reason)
    {
        var path = folder.Write("bad.ipynb", text);
        var error = Assert.Throws<NotebookException>(() => Notebook.Read(path));
        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANotebookThatIsNotThere_IsNamed() =>
        Assert.EndsWith("nope.ipynb: is not there.", Assert.Throws<NotebookException>(() => Notebook.Read(folder.File("nope.ipynb"))).Message, StringComparison.Ordinal);

    [Fact]
    public void BytesThatAreNoUtf8_AreNamed()
    {
        File.WriteAllBytes(folder.File("latin.ipynb"), [.. "{\"cells\":[{\"cell_type\":\"markdown\",\"source\":\"caf"u8, 0xE9, .. "\"}],\"nbformat\":4}"u8]);
        var error = Assert.Throws<NotebookException>(() => Notebook.Read(folder.File("latin.ipynb")));
        Assert.EndsWith("latin.ipynb: holds bytes that are no UTF-8. Save it as UTF-8.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kernelspec":{"name":".net-csharp","language":"C#"},"language_info":{"name":"polyglot-notebook"}}""")]
    [InlineData("""{"language_info":{"name":"polyglot-notebook"}}""")]
    [InlineData("""{"language_info":{"name":"csharp"}}""")]
    public void WhatOtherHostsCallCSharp_IsRead(string metadata) =>
        Assert.Empty(Notebook.Read(folder.Write("n.ipynb", $$"""{"nbformat":4,"cells":[],"metadata":{{metadata}}}""")).Cells);

    [Fact]
    public void AFolder_IsNotANotebook() =>
        Assert.EndsWith("is a folder. Name the notebooks in it.", Assert.Throws<NotebookException>(() => Notebook.Read(folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void WhatIsNotKnown_Stays()
    {
        var written = Rewritten("""{"nbformat":4,"nbformat_minor":5,"extra":{"deep":[1]},"metadata":{"kernelspec":{"name":".net-csharp"},"mine":true},"cells":[{"cell_type":"raw","id":"x","metadata":{"format":"rst"},"source":["a\n","b"],"more":"ü"}]}""");
        Assert.Equal("[1]", written["extra"]!["deep"]!.ToJsonString());
        Assert.True((bool)written["metadata"]!["mine"]!);
        Assert.Equal("""{"cell_type":"raw","id":"x","metadata":{"format":"rst"},"source":["a\n","b"],"more":"\u00FC"}""", written["cells"]![0]!.ToJsonString());
    }

    [Fact]
    public void WhatFormat45Wants_IsFilledIn()
    {
        var written = Rewritten("""{"nbformat":4,"nbformat_minor":2,"metadata":{},"cells":[{"cell_type":"code","source":"1","outputs":[{"output_type":"stream","name":"stdout","text":"old"}],"execution_count":7},{"cell_type":"code","source":"1"}]}""");
        Assert.Equal(5, (int)written["nbformat_minor"]!);
        Assert.Equal(
            """{"file_extension":".cs","mimetype":"text/x-csharp","name":"csharp","pygments_lexer":"csharp","version":"15.0"}""",
            written["metadata"]!["language_info"]!.ToJsonString());
        var cell = written["cells"]![0]!.AsObject();
        Assert.Equal((0, true, 0), (cell["outputs"]!.AsArray().Count, cell.ContainsKey("execution_count") && cell["execution_count"] is null, cell["metadata"]!.AsObject().Count));
        Assert.NotEqual((string)cell["id"]!, (string)written["cells"]![1]!["id"]!);
    }

    [Fact]
    public void NewIds_AreTheSameEachTime()
    {
        const string Text = """{"nbformat":4,"cells":[{"cell_type":"code","source":"1"},{"cell_type":"raw","source":"1"}]}""";
        Assert.Equal(Rewritten(Text).ToJsonString(), Rewritten(Text).ToJsonString());
    }

    [Fact]
    public void Source_MayBeTextOrLines()
    {
        var notebook = Notebook.Read(folder.Write("n.ipynb", """{"nbformat":4,"cells":[{"cell_type":"code","source":["a\n","b"]},{"cell_type":"code","source":"a\nb"}]}"""));
        Assert.Equal(["a\nb", "a\nb"], notebook.Cells.Select(cell => cell.Source));
    }

    private JsonNode Rewritten(string text) => JsonNode.Parse(Notebook.Read(folder.Write("n.ipynb", text)).ToString())!;
}
