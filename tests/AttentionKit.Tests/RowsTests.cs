namespace AttentionKit.Tests;

public class RowsTests
{
    [Fact]
    public void Of_PutsEachArrayInItsRow()
    {
        var matrix = Rows.Of([1, 2, 3], [4, 5, 6]);
        Assert.Equal((2, 3), (matrix.RowCount, matrix.ColumnCount));
        Assert.Equal((3, 4), (matrix[0, 2], matrix[1, 0]));
    }

    [Fact]
    public void Of_CopiesTheArrays()
    {
        float[] row = [1, 2];
        var matrix = Rows.Of(row);
        row[0] = 9;
        Assert.Equal(1, matrix[0, 0]);
    }

    [Fact]
    public void Of_RefusesNoRows() =>
        Expect.Error<ArgumentException>(
            "rows must hold at least one number: there is none. Give one row of numbers a token.", () => Rows.Of());

    [Fact]
    public void Of_RefusesEmptyRows() =>
        Expect.Error<ArgumentException>(
            "rows must hold at least one number: there is none. Give one row of numbers a token.", () =>
            Rows.Of([], []));

    [Fact]
    public void Of_RefusesNull() => Assert.Throws<ArgumentNullException>("rows", () => Rows.Of(null!));

    [Fact]
    public void Of_RefusesANullRow() =>
        Expect.Error<ArgumentException>(
            "rows must be arrays of numbers: row 1 is null. Give one row of numbers a token.", () =>
            Rows.Of([1], null!));

    [Fact]
    public void Of_RefusesAFirstRowThatIsNull() =>
        Expect.Error<ArgumentException>(
            "rows must be arrays of numbers: row 0 is null. Give one row of numbers a token.", () =>
            Rows.Of(null!, [1]));

    [Fact]
    public void Of_RefusesRowsOfDifferentLengths() =>
        Expect.Error<ArgumentException>(
            "rows must have the same length: row 0 has 2 numbers, row 2 has 1. Fill the shorter row.", () =>
            Rows.Of([1, 2], [3, 4], [5]));
}
