using AttentionKit.Session.Display;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Tests.Display;

[Collection(nameof(ProcessWide))]
public class MimeBundleTests
{
    public MimeBundleTests() => Formatter.ResetToDefault();

    [Fact]
    public void AnyValue_HasItsPreferredFormAndPlainText()
    {
        var bundle = MimeBundle.Of(new { A = 1 });
        Assert.Equal(["text/html", "text/plain"], bundle.Data.Select(form => form.Key));
        Assert.Contains("A: 1", (string)bundle.Data["text/plain"]!, StringComparison.Ordinal);
        Assert.Empty(bundle.Failures);
    }

    [Fact]
    public void AString_IsPlainText() =>
        Assert.Equal("""{"text/plain":"a \u003C b"}""", MimeBundle.Of("a < b").Data.ToJsonString());

    [Fact]
    public void Null_IsShownAsText() =>
        Assert.Equal("<null>", (string)MimeBundle.Of(null).Data["text/plain"]!);

    [Fact]
    public void VendorJson_OfTheClassOrItsBase_IsAddedAsAnObject()
    {
        Formatter.Register<Chart>(chart => $$"""{"data":[{{chart.Value}}]}""", "application/vnd.test.v1+json");
        var bundle = MimeBundle.Of(new BarChart(3));
        Assert.Equal(3, (int)bundle.Data["application/vnd.test.v1+json"]!["data"]![0]!);
        Assert.False(MimeBundle.Of("other").Data.ContainsKey("application/vnd.test.v1+json"));
    }

    [Fact]
    public void AFormatterOfAnInterface_IsForAllThatHaveIt()
    {
        Formatter.Register<IEnumerable<int>>(_ => "{}", "application/vnd.test.v1+json");
        Assert.Equal(["application/vnd.test.v1+json", "text/plain"],
            MimeBundle.Of(new List<int> { 1 }).Data.Select(form => form.Key));
    }

    [Fact]
    public void PreferredTypes_AreAllThere()
    {
        Formatter.Register<Chart>(_ => "<b>", "text/html");
        Formatter.Register<Chart>(_ => "plain", "text/plain");
        Formatter.Register<Chart>(_ => "[1]", "application/json");
        Formatter.SetPreferredMimeTypesFor(typeof(Chart), "text/html", "application/json");
        var bundle = MimeBundle.Of(new Chart(1));
        Assert.Equal("""{"text/html":"\u003Cb\u003E","application/json":[1],"text/plain":"plain"}""",
            bundle.Data.ToJsonString());
    }

    [Fact]
    public void ATypeWithItsOwnHtmlOnly_HasItsToStringAsPlainText()
    {
        Formatter.Register<Chart>(_ => "<b>", "text/html");
        Assert.Equal("a chart", (string)MimeBundle.Of(new Chart(1)).Data["text/plain"]!);
    }

    [Fact]
    public void AFormatterThatThrows_LosesOnlyItsOwnForm()
    {
        Formatter.Register<Chart>(_ => throw new InvalidOperationException("no ink"), "text/html");
        var bundle = MimeBundle.Of(new Chart(1));
        Assert.Equal("a chart", (string)bundle.Data["text/plain"]!);
        var failure = Assert.Single(bundle.Failures);
        Assert.Equal(("The text/html formatter of AttentionKit.Session.Tests.Display.MimeBundleTests+Chart " +
            "failed", "no ink"), (failure.Message, failure.Cause.Message));
    }

    [Fact]
    public void APlainTextFormatterThatThrows_LeavesTheTypesName()
    {
        Formatter.Register<Chart>(_ => throw new InvalidOperationException("no ink"), "text/plain");
        var bundle = MimeBundle.Of(new Chart(1));
        Assert.Equal("Chart", (string)bundle.Data["text/plain"]!);
        Assert.Single(bundle.Failures);
    }

    [Fact]
    public void BadJson_IsAFailureOfItsFormatter()
    {
        Formatter.Register<Chart>(_ => "{nope", "application/vnd.test.v1+json");
        Assert.StartsWith("The application/vnd.test.v1+json " +
            "formatter", Assert.Single(MimeBundle.Of(new Chart(1)).Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APreferredTypeWithoutAFormatter_IsAFailure_NotAStackOverflow()
    {
        Formatter.SetPreferredMimeTypesFor(typeof(Chart), "text/nothing");
        var bundle = MimeBundle.Of(new Chart(1));
        Assert.Contains("Register one", Assert.Single(bundle.Failures).Cause.Message, StringComparison.Ordinal);
        Assert.True(bundle.Data.ContainsKey("text/plain"));
    }

    [Theory]
    [InlineData("text/html", "<pre>&lt;b&gt;</pre>")]
    [InlineData("text/markdown", "<b>")]
    public void AStringInAnAskedForm_IsText(string mimeType, string shown) =>
        Assert.Equal(shown, (string)MimeBundle.Of("<b>", mimeType).Data[mimeType]!);

    private class Chart(int value)
    {
        public int Value => value;

        public override string ToString() => "a chart";
    }

    private sealed class BarChart(int value) : Chart(value);
}
