using AttentionKit.Kernel.Install;

namespace AttentionKit.Kernel.Commands;

/// <summary>What <c>install</c> says when it is done.</summary>
internal static class InstallText
{
    /// <param name="spec">The installed kernel.</param>
    /// <param name="all">Every kernel that Jupyter finds.</param>
    public static string Of(KernelSpec spec, IEnumerable<KernelSpec> all) => $$"""
        Installed {{spec.DisplayName}} as {{spec.Name}} in {{spec.Folder}}
        {{Other(spec, all)}}
        In VS Code, the first time:
        1. Install the extension Jupyter (ms-toolsai.jupyter). Python is not needed.
        2. Put this into the settings (Preferences: Open User Settings (JSON)), or nothing is completed while you type:
           "jupyter.completionTriggerCharacters": {"csharp": [".", "("]}
        3. Open a notebook of the folder notebooks/ and click Run All. If VS Code asks whether you trust the folder, say yes.
        4. Where there are other kernels a list opens: Jupyter Kernel… → {{spec.DisplayName}}. VS Code remembers it.
           Python Environments… leads nowhere here.
        5. If VS Code recommends the extension Polyglot Notebooks: it is retired, and not needed. Do not show again.

        In JupyterLab or Notebook: open the notebook; if asked, choose {{spec.DisplayName}}.
        """;

    private static string Other(KernelSpec spec, IEnumerable<KernelSpec> all) =>
        all.FirstOrDefault(one => one.Name == KernelSpec.LessonsName && !one.IsOurs) is not { } other ? "" : spec.Name == KernelSpec.LessonsName ? "" : $"""

        Another kernel has the name that the lessons ask for, {other.Name}: {other.DisplayName} in {other.Folder}
        So a lesson opens with that one. To open it with this one, choose {spec.DisplayName}:
        - in VS Code, at the top right of the notebook: the kernel's name → Select Another Kernel… → Jupyter Kernel…
        - in JupyterLab or Notebook, in the menu: Kernel → Change Kernel…
        To have lessons open with this one by themselves, remove the other (jupyter kernelspec remove {other.Name}) and install again.

        """;
}
