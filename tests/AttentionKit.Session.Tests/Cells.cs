using AttentionKit.Session.Display;

namespace AttentionKit.Session.Tests;

/// <summary>A session and all that its cells gave.</summary>
internal sealed class Cells(string folder = ".", IPackages? packages = null)
{
    public CSharpSession Session { get; } = new(folder, packages);

    private readonly List<Output> outputs = [];

    public IReadOnlyList<Output> Outputs => outputs;

    public string Text
    {
        get
        {
            lock (outputs)
                return string.Concat(outputs.OfType<StreamText>().Select(piece => piece.Text));
        }
    }

    public object? Result => outputs.OfType<Result>().Last().Value;

    public Task<CellError?> RunAsync(string code, CancellationToken? cancellation = null) =>
        Session.RunAsync(code, Add, cancellation ?? TestContext.Current.CancellationToken);

    public async Task<object?> ResultAsync(string code)
    {
        outputs.Clear();
        Assert.Null(await RunAsync(code));
        return Result;
    }

    public async Task<CellError> ErrorAsync(string code, CancellationToken? cancellation = null)
    {
        var error = await RunAsync(code, cancellation);
        Assert.NotNull(error);
        return error;
    }

    private void Add(Output output)
    {
        lock (outputs)
            outputs.Add(output);
    }
}
