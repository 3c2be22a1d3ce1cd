using AttentionKit.Kernel.Jupyter;
using AttentionKit.Session;

namespace AttentionKit.Kernel.Tests.Jupyter;

public class ErrorContentTests
{
    private static readonly CellError Error = new("E", "m", 2,
    [
        "E: a, line 2: b",
        new TracebackLine.Frame("cell 1", 2, "F(\"cell 1, line 2\");"),
        new TracebackLine.Quote("var y = x;"),
        new TracebackLine.Underline("        ^"),
        new TracebackLine.Note("… and 3 more"),
    ]);

    [Fact]
    public void AFrontEnd_GetsWhatIsWrongInRed_AndPlacesInCyan() => Assert.Equal(
        [
            "\e[31mE: a, line 2: b\e[0m",
            "    \e[36mcell 1, line 2\e[0m: F(\"cell 1, line 2\");",
            "    var y = x;",
            "\e[31m            ^\e[0m",
            "    … and 3 more",
        ],
        Traceback(coloured: true));

    [Fact]
    public void ANotebook_GetsTheSameAsText() => Assert.Equal(Error.Traceback, Traceback(coloured: false));

    private static string[] Traceback(bool coloured) =>
        [.. ErrorContent.Of(Error, coloured)["traceback"]!.AsArray().Select(line => (string)line!)];
}
