using System.Numerics;
using System.Text;
using AttentionKit.Session.Display;
using Microsoft.DotNet.Interactive.Formatting;

namespace AttentionKit.Session.Tests.Display;

[Collection(nameof(ProcessWide))]
public class ViewTests
{
    public ViewTests() => Formatter.ResetToDefault();

    public static TheoryData<object?, string> Words => new()
    {
        { null, "<null>" },
        { 1, "1" },
        { 1.5f, "1.5" },
        { double.NaN, "NaN" },
        { float.NegativeInfinity, "-Infinity" },
        { true, "True" },
        { "", "" },
        { "a < b", "a < b" },
        { DayOfWeek.Friday, "Friday" },
        { typeof(Dictionary<string, List<int?>>), "Dictionary<string, List<int?>>" },
        { typeof(float[,]), "float[,]" },
        { new InvalidOperationException("oh"), "System.InvalidOperationException: oh" },
        { new Uri("http://x/"), "http://x/" },
        { new StringBuilder("built"), "built" },
        { new BigInteger(3), "3" },
        { DateTime.UnixEpoch, "1970-01-01 00:00:00Z" },
        { new Func<int, int>(x => x), "Func<int, int>" },
        { Array.Empty<int>(), "[]" },
        { new[] { 1, 2 }, "[1, 2]" },
        { new int?[] { 1, null }, "[1, <null>]" },
        { new ReadOnlyMemory<int>([1, 2, 3]), "[1, 2, 3]" },
        { (1, "b"), "(1, b)" },
        { Tuple.Create(1, new[] { 2, 3 }), "(1, [2, 3])" },
        { new { A = 1, B = new[] { 2 } }, "A: 1\nB: [2]" },
        { new Point(1, 2), "Point\nX: 1\nY: 2" },
        { new Named("Ada"), "I am Ada\nName: Ada" },
        { new Thrower(), "Thrower\nGood: 1\nBad: (threw InvalidOperationException: no)" },
        { new KeyValuePair<string, int>("k", 1), "KeyValuePair<string, int>\nKey: k\nValue: 1" },
        { new Dictionary<string, int> { ["a"] = 1, ["bcd"] = 22 }, "Dictionary<string, int> (2)\na     1\nbcd  22" },
        { new[] { new Point(1, 2), new Point(33, 4) }, "Point[] (2)\n    X  Y\n0   1  2\n1  33  4" },
        { new[] { (1, "a"), (2, "b") }, "ValueTuple<int, string>[] (2)\n   Item1  Item2\n0      1  a\n1      2  b" },
        { new Dictionary<string, Point> { ["p"] = new(1, 2) }, "Dictionary<string, Point> (1)\n   X  Y\np  1  2" },
        { new float[,] { { 1, 1 / 3f }, { -2, float.NaN } }, "float[2, 2]\n    0         1\n0   1  0.333333\n1  -2 " +
            "      NaN" },
        { new[] { new[] { 1, 2 }, [3] }, "int[][] (2)\n   0  1\n0  1  2\n1  3" },
        { new int[2, 1, 2], "int[2, 1, 2]\n0  [[0, 0]]\n1  [[0, 0]]" },
        { new object?[] { 1, null, new Point(1, 2) }, "object[] (3)\n0  1\n1  <null>\n2  Point { X = 1, Y = 2 }" },
        { Task.Delay(0), "Task\nStatus: RanToCompletion\nException: <null>" },
        { Task.FromResult(3), "Task<int>\nStatus: RanToCompletion\nResult: 3\nException: <null>" },
        { new TaskCompletionSource<int>().Task, "Task<int>\nStatus: WaitingForActivation\nResult: " +
            "<null>\nException: <null>" },
    };

    [Theory]
    [MemberData(nameof(Words), DisableDiscoveryEnumeration = true)]
    public void EveryKindOfValue_HasAClearText(object? value, string text) => Assert.Equal(text, Text(value));

    [Fact]
    public void AnIterator_ShowsItsItems() => Assert.Equal("[1, 2]", Text(OneAndTwo()));

    [Fact]
    public void AnEndlessSequence_IsCut() => Assert.EndsWith("49 … and " +
        "more]", Text(Endless()), StringComparison.Ordinal);

    [Fact]
    public void ASequenceThatThrows_ShowsWhatCameBefore() =>
        Assert.Equal("[1 … (threw InvalidOperationException: broken)]", Text(Broken()));

    [Fact]
    public void ALongSequence_SaysHowMuchIsLeftOut() =>
        Assert.EndsWith("48, 49 … 50 more]", Text(Enumerable.Range(0, 100).ToArray()), StringComparison.Ordinal);

    [Fact]
    public void ALargeMatrix_SaysHowMuchIsLeftOut()
    {
        var bundle = MimeBundle.Of(new double[1000, 60]);
        Assert.EndsWith("… 950 more rows, 10 more " +
            "columns", (string)bundle.Data["text/plain"]!, StringComparison.Ordinal);
        Assert.InRange(bundle.Length, 1, 200_000);
    }

    [Fact]
    public void AMatrixOfAnyLibrary_IsATable() =>
        Assert.Equal("Grid[2, 2]\n   0  1\n0  0  1\n1  1  2", Text(new Grid(2, 2)));

    [Fact]
    public void AListThatHoldsItself_Ends()
    {
        var list = new List<object> { 1 };
        list.Add(list);
        Assert.Equal("[1, (the same List<object> again)]", Text(list));
        var ada = new Person("Ada", []);
        ada.Friends.Add(ada);
        Assert.Contains("(the same Person again)", Text(ada), StringComparison.Ordinal);
    }

    [Fact]
    public void DeeplySharedArrays_AreBounded()
    {
        object deep = 1;
        for (var i = 0; i < 100; i++)
            deep = Enumerable.Repeat(deep, 10).ToArray();
        Assert.InRange(MimeBundle.Of(deep).Length, 100, 10_000_000);
    }

    [Fact]
    public void AVeryLongString_IsCut_AndSaysSo()
    {
        var text = Text(new string('x', 100_000_000));
        Assert.InRange(text.Length, 10_000_000, 10_000_100);
        Assert.EndsWith("x\n… The rest is left out: it is longer than 10,000,000 " +
            "characters.", text, StringComparison.Ordinal);
        Assert.InRange(MimeBundle.Of(new[] { new Named(new string('x', 100_000)) }).Length, 100, 10_000);
    }

    [Fact]
    public void Html_IsATableWithHeaders_AndEscaped()
    {
        var html = Html(new[] { new { Name = "<b>", N = 1 } });
        Assert.Contains("<thead><tr><td></td><th scope=\"col\">Name</th><th " +
            "scope=\"col\">N</th></tr></thead>", html, StringComparison.Ordinal);
        Assert.Contains("<tr><th scope=\"row\">0</th><td>&lt;b&gt;</td><td " +
            "class=\"number\">1</td></tr>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsOfParts_OpenInHtml() =>
        Assert.Contains("<details><summary>List&lt;Person&gt; " +
            "(1)</summary><table>", Html(new Person("Ada", [new("Eve", [])])), StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData("text")]
    [InlineData(new[] { 1, 2 })]
    public void WhatIsOneLineOfText_NeedsNoHtml(object value) =>
        Assert.Equal(["text/plain"], MimeBundle.Of(value).Data.Select(form => form.Key));

    [Fact]
    public void APart_IsReadOnce()
    {
        var counter = new Counter();
        MimeBundle.Of(new[] { counter });
        Assert.Equal(2, counter.Reads);
    }

    private static string Text(object? value) => (string)MimeBundle.Of(value).Data["text/plain"]!;

    private static string Html(object value) => (string)MimeBundle.Of(value).Data["text/html"]!;

    private static IEnumerable<int> OneAndTwo()
    {
        yield return 1;
        yield return 2;
    }

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
            yield return i;
    }

    private static IEnumerable<int> Broken()
    {
        yield return 1;
        throw new InvalidOperationException("broken");
    }

    private sealed record Point(int X, int Y);

    private sealed record Person(string Name, List<Person> Friends);

    private sealed class Named(string name)
    {
        public string Name => name;

        public override string ToString() => $"I am {name}";
    }

    private sealed class Thrower
    {
        public int Good { get; } = 1;

        public int Bad => Good == 1 ? throw new InvalidOperationException("no") : 0;
    }

    private sealed class Counter
    {
        private int reads;

        public int Reads => ++reads;
    }

    private sealed class Grid(int rows, int columns)
    {
        public int RowCount => rows;

        public int ColumnCount => columns;

        public float this[int row, int column] => row + column;
    }
}
