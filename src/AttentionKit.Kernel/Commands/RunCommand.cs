using System.CommandLine;
using AttentionKit.Kernel.Notebooks;

namespace AttentionKit.Kernel.Commands;

/// <summary><c>run [notebooks…] [--out DIR] [--fail-fast]</c>: the words of the command line.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks") { Description = "The notebooks to run. All of the folder notebooks/ when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var folder = new Option<string>("--out") { Description = "Where the executed notebooks and their pages go.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("artifacts", "lessons") };
        var failFast = new Option<bool>("--fail-fast") { Description = "Stop at the first cell that fails." };
        var command = new Command("run", "Runs notebooks and writes them, with their outputs, as notebooks and as pages.") { notebooks, folder, failFast };
        command.SetAction((arguments, cancellation) => new LessonsRun(
            arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error,
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.GetValue(folder)!)),
            arguments.GetValue(failFast)).RunAsync(arguments.GetValue(notebooks)!, cancellation));
        return command;
    }
}
