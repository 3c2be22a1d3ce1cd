using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttentionKit.Session.Tests;

/// <summary>Makes real assemblies for cells to refer to.</summary>
internal static class TestLibrary
{
    public static string Compile(string path, string code, params string[] references)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("AttentionKit", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(code)],
            framework.Concat(references).Select(reference => MetadataReference.CreateFromFile(reference)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var emitted = compilation.Emit(path);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return path;
    }

    /// <summary>The code of a library that calls a native one, and the file of that: the framework's own under another
    /// name.</summary>
    public static (string Code, string NativeFile) CallingNative()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows(), "The framework's native library exports this function on Unix only.");
        var folder = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        var extension = OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return ("""
            public static class Native
            {
                [System.Runtime.InteropServices.DllImport("testnative", EntryPoint = "SystemNative_GetPid")]
                public static extern int ProcessId();
            }
            """, Path.Combine(folder, "libSystem.Native" + extension));
    }
}
