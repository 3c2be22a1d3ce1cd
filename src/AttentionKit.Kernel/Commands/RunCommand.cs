using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AttentionKit.Kernel.Notebooks;

namespace AttentionKit.Kernel.Commands;

/// <summary><c>run [notebooks…] [--out DIR] [--fail-fast] [--cell-timeout S]</c>: the words of the command line.</summary>
internal static class RunCommand
{
    private const int MostSeconds = 1_000_000; // 11 days; a timer counts milliseconds

    private static readonly Argument<string[]> Named = new("notebooks")
    {
        Description = "The notebooks to run. All of the folder notebooks/ when none is named.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Folder = new("--out")
    {
        Description = "Where the executed notebooks and their pages go: artifacts/lessons when not given.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> FailFast = new("--fail-fast") { Description = "Stop at the first cell that fails." };

    private static readonly Option<double> CellTimeout = new("--cell-timeout")
    {
        Description = "How many seconds one cell may run before it is stopped.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 600,
    };

    static RunCommand()
    {
        Folder.Validators.Add(CheckFolder);
        CellTimeout.Validators.Add(CheckTimeout);
    }

    public static Command Create()
    {
        var command = new Command("run", "Runs notebooks and writes them, with their outputs, as notebooks and as pages.") { Named, Folder, FailFast, CellTimeout };
        command.SetAction((arguments, cancellation) => new LessonsRun(
            arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, Options(arguments))
            .RunAsync(arguments.GetValue(Named)!, cancellation));
        return command;
    }

    private static RunOptions Options(ParseResult arguments) => new(
        arguments.GetValue(Folder), arguments.GetValue(FailFast), TimeSpan.FromSeconds(arguments.GetValue(CellTimeout)));

    private static void CheckFolder(OptionResult result)
    {
        if (result.Tokens is [{ Value: var folder }] && (string.IsNullOrWhiteSpace(folder) || folder.Contains('\0')))
            result.AddError("--out needs the name of a folder, and this one is empty. Leave the option out for artifacts/lessons.");
    }

    private static void CheckTimeout(OptionResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "1"; // The default needs no check.
        if (!double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) || seconds is not (> 0 and <= MostSeconds))
            result.AddError($"--cell-timeout needs a number of seconds above 0 and up to {MostSeconds}.");
    }
}
