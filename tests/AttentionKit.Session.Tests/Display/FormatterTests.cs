using AttentionKit.Session.Display;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Tests.Display;

/// <summary>What notebooks of .NET Interactive do with its formatters.</summary>
[Collection(nameof(ProcessWide))]
public class FormatterTests
{
    private const string Start = "using Microsoft.DotNet.Interactive.Formatting;\nrecord Person(string Name); " +
        "record Student(string Name) : Person(Name);\nvar ada = new Person(\"Ada\");\n";

    private readonly Cells cells = new();

    public FormatterTests() => Formatter.ResetToDefault();

    [Theory]
    [InlineData("Formatter.Register<Person>((person, writer) => { writer.Write(person.Name); }, mimeType: " +
        "\"text/html\");")]
    [InlineData("Formatter.Register<Person>(person => person.Name, HtmlFormatter.MimeType);")]
    [InlineData("Formatter.Register<Person>((person, context) => { context.Writer.Write(person.Name); return true; " +
        "}, \"text/html\");")]
    [InlineData("Formatter.Register(typeof(Person), (person, writer) => { writer.Write(((Person)person).Name); }, " +
        "\"text/html\");")]
    [InlineData("Formatter.Register(typeof(object), (value, context) => false, \"text/html\"); " +
        "Formatter.Register<object>(x => ((Person)x).Name, \"text/html\"); Formatter.Register<Person>((p, c) => " +
        "false, \"text/html\");")]
    public async Task Register_InEachOfItsForms_ShowsValues(string register) =>
        Assert.Equal("Ada", (string?)(await FormsAsync($"{register}\nada"))["text/html"]);

    [Fact]
    public async Task ItemsOfASequence_AreShownAsRegistered()
    {
        var forms = await FormsAsync("Formatter.Register<Person>((person, writer) => " +
            "writer.Write($\"<b>{person.Name}</b>\"), \"text/html\");\nnew List<Person> { ada, new Student(\"Eve\") }");
        Assert.Contains("<b>Ada</b>", (string)forms["text/html"]!, StringComparison.Ordinal);
        Assert.Contains("<b>Eve</b>", (string)forms["text/html"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PartsWithATextOfTheirOwn_AreThatText() =>
        Assert.Equal("[0.33, 0.67]", (string?)(await FormsAsync("Formatter.Register<double>(x => " +
            "$\"{x:F2}\");\nnew[] { 1 / 3.0, 2 / 3.0 }"))["text/plain"]);

    [Fact]
    public async Task TheNearestType_AndThenTheLatest_IsAskedFirst()
    {
        var forms = await FormsAsync("Formatter.Register<Student>(_ => \"old\"); Formatter.Register<Student>(_ => " +
            "\"new\"); Formatter.Register<Person>(_ => \"base\"); Formatter.Register<object>(_ => \"any\");\nnew " +
            "Student(\"Eve\")");
        Assert.Equal("new", (string?)forms["text/plain"]);
    }

    [Fact]
    public async Task AGenericType_IsMeantWithAllArguments() =>
        Assert.Equal("quack", (string?)(await FormsAsync("Formatter.Register(typeof(List<>), (list, writer) => " +
            "writer.Write(\"quack\"), \"text/html\");\nnew List<Person> { ada }"))["text/html"]);

    [Fact]
    public async Task PreferredTypes_OfAllValues_AreHonoured() =>
        Assert.Equal(["text/plain"], (await FormsAsync("Formatter.SetPreferredMimeTypesFor(typeof(object), " +
            "\"text/plain\");\nada")).Select(form => form.Key));

    [Fact]
    public async Task ResetToDefault_ForgetsWhatWasRegistered() =>
        Assert.Equal("Person\nName: Ada", (string?)(await FormsAsync("Formatter.Register<Person>(_ => \"x\"); " +
            "Formatter.ResetToDefault();\nada"))["text/plain"]);

    [Fact]
    public async Task ToDisplayString_IsWhatIsShown()
    {
        Assert.Equal("Person\nName: Ada", await cells.ResultAsync($"{Start}ada.ToDisplayString()"));
        var html = (string?)await cells.ResultAsync("ada.ToDisplayString(\"text/html\")");
        Assert.Contains("<th scope=\"row\">Name</th>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PocketView view = span[@class: \"x\"](\"<a>\", b(1), br); view", "<span " +
        "class=\"x\">&lt;a&gt;<b>1</b><br></span>")]
    [InlineData("HTML($\"{ul(new[] { 1, 2 }.Select(n => li(n)))}\")", "<ul><li>1</li><li>2</li></ul>")]
    [InlineData("p(HTML(\"<i>as it is</i>\"))", "<p><i>as it is</i></p>")]
    public async Task ElementsOfHtml_AreWrittenAsCSharp(string code, string html)
    {
        const string Tags = "using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\n";
        Assert.Equal(html, (string?)(await FormsAsync(code, Tags))["text/html"]);
    }

    [Fact]
    public async Task AnEndlessFormatter_IsCut()
    {
        var forms = await FormsAsync("Formatter.Register<Person>((person, writer) => { while (true) " +
            "writer.Write(new string('x', 1000)); }, \"text/html\");\nada");
        Assert.False(forms.ContainsKey("text/html"));
        Assert.EndsWith("… text/html is left out: it is longer than 10,000,000 " +
            "characters.", (string)forms["text/plain"]!, StringComparison.Ordinal);
    }

    private async Task<System.Text.Json.Nodes.JsonObject> FormsAsync(string code, string first = "")
    {
        var bundle = MimeBundle.Of(await cells.ResultAsync(first + Start + code));
        Assert.Empty(bundle.Failures);
        return bundle.Data;
    }
}
