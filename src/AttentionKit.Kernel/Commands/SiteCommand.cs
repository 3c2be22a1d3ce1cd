using System.CommandLine;

namespace AttentionKit.Kernel.Commands;

/// <summary><c>site [notebooks…] --out DIR</c>: the words of the command line.</summary>
internal static class SiteCommand
{
    public static readonly Argument<string[]> Named = new("notebooks")
    {
        Description = "The notebooks to show. All of the folder notebooks/ when none is named.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static readonly Option<string> Folder = new("--out")
    {
        Description = "Where the site goes: artifacts/site when not given.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine("artifacts", "site"),
    };

    public static Command Create()
    {
        var command = new Command("site", "Runs notebooks and writes a web site of them, in whose pages the cells can be changed and run.") { Named, Folder };
        command.SetAction((arguments, cancellation) => Run(arguments).RunAsync(arguments.GetValue(Named)!, cancellation));
        return command;
    }

    public static LessonsRun Run(ParseResult arguments) => new(
        arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error,
        new RunOptions(arguments.GetValue(Folder), FailFast: false, TimeSpan.FromMinutes(10), IsSite: true));
}
