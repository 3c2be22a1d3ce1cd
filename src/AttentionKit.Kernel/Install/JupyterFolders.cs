namespace AttentionKit.Kernel.Install;

/// <summary>Where Jupyter looks for kernels.</summary>
internal static class JupyterFolders
{
    private static readonly string[] Environments = ["VIRTUAL_ENV", "CONDA_PREFIX"];
    private static readonly string Home = Folder(Environment.SpecialFolder.UserProfile);

    /// <summary>The user's own.</summary>
    /// <remarks>Need not be there. Where a user has no home at all it is among the temporary files: never in the current folder.</remarks>
    public static string User => Kernels(
        Variable("JUPYTER_DATA_DIR")
        ?? (OperatingSystem.IsWindows() ? Path.Combine(Folder(Environment.SpecialFolder.ApplicationData), "jupyter")
        : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Jupyter")
        : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(Home, ".local", "share"), "jupyter")));

    /// <summary>All of them, the first that has a kernel wins.</summary>
    public static string[] All =>
    [
        .. (Variable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Kernels),
        User,
        .. Environments.Select(Variable).OfType<string>().Select(OfPrefix),
        .. (string[])(OperatingSystem.IsWindows()
            ? [Kernels(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter"))]
            : ["/usr/local/share/jupyter/kernels", "/usr/share/jupyter/kernels"]),
    ];

    /// <summary>That of an environment, such as Python's or conda's.</summary>
    public static string OfPrefix(string prefix) => Kernels(Path.Combine(Path.GetFullPath(prefix), "share", "jupyter"));

    private static string Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } path ? path : Path.Combine(Path.GetTempPath(), Environment.UserName);

    private static string Kernels(string data) => Path.Combine(data, "kernels");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
