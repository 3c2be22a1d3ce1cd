using System.CommandLine;
using AttentionKit.Kernel.Install;

namespace AttentionKit.Kernel.Commands;

/// <summary><c>install</c>, <c>uninstall</c> and <c>list</c>: the kernel among Jupyter's.</summary>
internal static class InstallCommands
{
    private static readonly Option<bool> User = new("--user") { Description = "For this user alone. This is the default." };
    private static readonly Option<string?> Prefix = new("--prefix") { Description = "For an environment: the folder that holds its share/jupyter.", HelpName = "DIR" };

    public static Command Install()
    {
        var command = new Command("install", "Registers the kernel, for VS Code, JupyterLab and Notebook. Jupyter need not be there yet.") { User, Prefix };
        command.SetAction(async (arguments, cancellation) => await GuardAsync(arguments, async output =>
        {
            var spec = await KernelSpec.InstallAsync(Folder(arguments), JupyterFolders.All, folder => ProgramFiles.PutAsync(folder, output, cancellation));
            output.WriteLine(InstallText.Of(spec, KernelSpec.Find([Folder(arguments), .. JupyterFolders.All])));
        }));
        return command;
    }

    public static Command Uninstall()
    {
        var command = new Command("uninstall", "Removes the kernel that install registered, and no other.") { User, Prefix };
        command.SetAction(async (arguments, _) => await GuardAsync(arguments, output =>
        {
            var ours = KernelSpec.Find([Folder(arguments)]).Where(spec => spec.IsOurs).ToArray();
            foreach (var spec in ours)
            {
                spec.Uninstall();
                output.WriteLine($"Removed {spec.Folder}");
            }
            if (ours.Length == 0)
                output.WriteLine($"There is nothing to remove in {Folder(arguments)}");
            return Task.CompletedTask;
        }));
        return command;
    }

    public static Command List()
    {
        var command = new Command("list", "Lists the kernels that Jupyter finds; * marks this program's.");
        command.SetAction(arguments =>
        {
            foreach (var spec in KernelSpec.Find(JupyterFolders.All))
                arguments.InvocationConfiguration.Output.WriteLine($"{(spec.IsOurs ? '*' : ' ')} {spec.Name,-24} {spec.DisplayName,-28} {spec.Folder}");
        });
        return command;
    }

    private static string Folder(ParseResult arguments) => arguments.GetValue(Prefix) is { } prefix ? JupyterFolders.OfPrefix(prefix) : JupyterFolders.User;

    private static async Task<int> GuardAsync(ParseResult arguments, Func<TextWriter, Task> action)
    {
        try
        {
            await action(arguments.InvocationConfiguration.Output);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            arguments.InvocationConfiguration.Error.WriteLine(
                $"{Folder(arguments)} can't be changed: {e.Message} Close the notebooks that use the kernel, or name a folder of yours with --prefix.");
            return ExitCode.BadInput;
        }
    }
}
