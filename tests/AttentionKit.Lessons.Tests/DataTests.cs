namespace AttentionKit.Lessons.Tests;

public class DataTests
{
    [Fact]
    public void EveryTable_HasOneNameARowAndAColumn()
    {
        Assert.NotEmpty(Data.Names);
        foreach (var name in Data.Names)
        {
            var (rows, columns, matrix) = Data.Table(name);
            Assert.Equal((matrix.RowCount, matrix.ColumnCount), (rows.Count, columns.Count));
        }
    }

    [Fact]
    public void EveryTable_HasALineInTheReadme()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "data", "README.md"));
        foreach (var name in Data.Names) Assert.Contains($"`{name}.tsv`", readme);
    }

    [Fact]
    public void TheLanguageModel_ReadsText()
    {
        var read = Data.LanguageModel();
        Assert.Equal(1024, read.Tokenizer.Count);
        Assert.Equal(" system", read.Tokenizer.Decode(read.Tokenizer.Encode(" system")));
        Assert.DoesNotContain("jargon", Data.Names);
    }

    [Fact]
    public void UnknownTable_NamesTheTablesThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => Data.Table("dog"));
        Assert.StartsWith("there is no table \"dog\". Use one of: cat-embeddings, cat-", error.Message);
    }

    [Theory]
    [InlineData("token\ta\n", "a table must hold a row of column names and at least one row of numbers")]
    [InlineData("", "a table must hold a row of column names and at least one row of numbers")]
    [InlineData("token\ta\tb\ncat\t1\n", "every row must have 3 entries, as the first: row \"cat\" has 2.")]
    [InlineData("token\ta\ncat\tone\n", "every entry must be a number: row \"cat\" holds \"one\".")]
    public void MalformedTable_SaysWhatIsWrong(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => Data.Parse(text)).Message);

    [Fact]
    public void Sat_Puts55PercentOnCat()
    {
        var x = Data.Table("cat-embeddings").Matrix;
        var steps = Attention.Steps(
            Projection.Apply(x, Data.Table("cat-wq").Matrix),
            Projection.Apply(x, Data.Table("cat-wk").Matrix),
            Projection.Apply(x, Data.Table("cat-wv").Matrix));
        Assert.Equal(.55, steps.Weights[2, 1], .005); // the mission's own tolerance
    }
}
