using System.Text.Encodings.Web;
using System.Text.Json;
using AttentionKit.Session.Display;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Tests.Display;

[Collection(nameof(ProcessWide))]
public sealed class FormatterSourceTests : IDisposable
{
    private const string Library = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Text.Encodings.Web;
        using Its.Formatting;

        [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "text/html" })]
        public class Chart { public string Secret => "not shown"; public override string ToString() => "a chart"; }

        public class BarChart : Chart { }

        [TypeFormatterSource(typeof(ContextSource))]
        public class Old { }

        [TypeFormatterSource(typeof(BrokenSource))]
        public class Broken { public int Kept => 1; }

        public class Source
        {
            public IEnumerable<object> CreateTypeFormatters() => new object[] { new Html(), new Vendor() };
        }

        public class Html
        {
            public string MimeType => "text/html";
            public bool Format(object value, TextWriter writer) { writer.Write("<b>chart</b>"); return true; }
        }

        public class Vendor
        {
            public string MimeType => "application/vnd.test.v1+json";
            public bool Format(object value, TextWriter writer) { writer.Write("{\"data\":1}"); return true; }
        }

        public class ContextSource
        {
            public object[] CreateTypeFormatters() => new object[] { new InContext() };
        }

        public class InContext
        {
            public string MimeType => "text/html";
            public bool Format(Old value, Context context) { context.Writer.Write("<i>old</i>"); return true; }
        }

        public class Context { public Context(TextWriter writer) => Writer = writer; public TextWriter Writer { get; } }

        public class BrokenSource
        {
            public object[] CreateTypeFormatters() => throw new InvalidOperationException("no source");
        }

        public class Fragment { public string ToHtml() => "<u>fragment</u>"; }

        namespace Its.Formatting
        {
            public class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type;
                public Type FormatterSourceType { get; }
                public string[]? PreferredMimeTypes { get; set; }
            }
        }

        namespace Microsoft.AspNetCore.Html
        {
            public interface IHtmlContent { void WriteTo(TextWriter writer, HtmlEncoder encoder); }

            public class Content : IHtmlContent
            {
                public void WriteTo(TextWriter writer, HtmlEncoder encoder) =>
                    writer.Write("<s>" + encoder.Encode("<") + "</s>");
            }
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly Cells cells;

    public FormatterSourceTests()
    {
        Formatter.ResetToDefault();
        cells = new(folder.Path);
        TestLibrary.Compile(folder.File("Library.dll"), Library);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("new Chart()",
        """{"text/html":"<b>chart</b>","application/vnd.test.v1+json":{"data":1},"text/plain":"a chart"}""")]
    [InlineData("new BarChart()",
        """{"text/html":"<b>chart</b>","application/vnd.test.v1+json":{"data":1},"text/plain":"a chart"}""")]
    [InlineData("new Old()", """{"text/html":"<i>old</i>","text/plain":"Old"}""")]
    [InlineData("new Fragment()", """{"text/html":"<u>fragment</u>","text/plain":"Fragment"}""")]
    [InlineData("new Microsoft.AspNetCore.Html.Content()",
        """{"text/html":"<s>&lt;</s>","text/plain":"Microsoft.AspNetCore.Html.Content"}""")]
    public async Task WhatATypeBringsItself_IsFoundByName(string value, string forms)
    {
        var shown = MimeBundle.Of(await cells.ResultAsync($"#r \"Library.dll\"\n{value}"));
        Assert.Empty(shown.Failures);
        Assert.Equal(forms, shown.Data.ToJsonString(Plainly));
    }

    [Fact]
    public async Task OfAPart_TheOwnHtmlIsShown()
    {
        var shown = MimeBundle.Of(await cells.ResultAsync("#r \"Library.dll\"\nnew[] { new { Id = 1, Chart = new " +
            "Chart() } }"));
        Assert.Contains("<td><b>chart</b></td>", (string)shown.Data["text/html"]!, StringComparison.Ordinal);
        Assert.Contains("a chart", (string)shown.Data["text/plain"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASourceThatThrows_IsAFailure_AndTheValueIsShown()
    {
        var shown = MimeBundle.Of(await cells.ResultAsync("#r \"Library.dll\"\nnew Broken()"));
        Assert.Equal(("The formatter source of Broken failed", "no " +
            "source"), (shown.Failures[0].Message, shown.Failures[0].Cause.Message));
        Assert.Equal("Broken\nKept: 1", (string)shown.Data["text/plain"]!);
    }

    private static readonly JsonSerializerOptions Plainly =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
