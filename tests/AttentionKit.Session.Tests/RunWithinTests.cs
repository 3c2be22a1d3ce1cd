namespace AttentionKit.Session.Tests;

/// <summary>How a library that a cell calls limits the time of the cell's code: it finds the session's function by name,
/// and needs no reference to it.</summary>
public class RunWithinTests
{
    private const string Hook =
        "var within = (Func<Action, TimeSpan, bool>)AppContext.GetData(\"AttentionKit.RunWithin\");\n";

    private readonly Cells cells = new();

    [Fact]
    public async Task WhatTheCodeThrows_IsThrownToItsCaller() =>
        Assert.Equal("mine", await cells.ResultAsync(Hook + """
            var caught = "";
            try { within(() => throw new InvalidOperationException("mine"), TimeSpan.FromHours(1)); }
            catch (InvalidOperationException e) { caught = e.Message; }
            caught
            """));

    [Fact]
    public async Task AnOuterLimit_EndsWhatRunsWithinALongerOne() =>
        Assert.Equal("False not ended", await cells.ResultAsync(Hook + """
            var inner = "not ended";
            void Endless() { while (true) ; }
            void Nested() { within(Endless, TimeSpan.FromHours(1)); inner = "ended"; }
            var outer = within(Nested, TimeSpan.FromMilliseconds(50));
            $"{outer} {inner}"
            """));

    [Fact]
    public async Task AfterALimit_TheSameCodeCanRunAgain_AndWhatItAssignedIsKept() =>
        Assert.Equal("False False True", await cells.ResultAsync(Hook + """
            var n = 0L;
            void Count() { while (true) n++; }
            var first = within(Count, TimeSpan.FromMilliseconds(50));
            var before = n;
            var second = within(Count, TimeSpan.FromMilliseconds(50));
            $"{first} {second} {before > 0 && n > before}"
            """));
}
