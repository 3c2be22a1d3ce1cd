using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace AttentionKit.Session;

/// <summary>Loads a session's cells and what they refer to, apart from the host's own assemblies and from other
/// sessions.</summary>
internal sealed class SessionAssemblies() : AssemblyLoadContext("cells")
{
    private readonly HashSet<Assembly> cells = [];
    private readonly List<string> folders = [];
    private readonly Dictionary<string, string> packages = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> nativeFiles = [];

    /// <summary>Whether an assembly was compiled from a cell.</summary>
    public bool IsCell(Assembly assembly) => cells.Contains(assembly);

    public Assembly LoadCell(Stream assembly, Stream symbols)
    {
        var cell = LoadFromStream(assembly, symbols);
        cells.Add(cell);
        return cell;
    }

    /// <summary>Adds a folder in which dependencies are looked for.</summary>
    public void AddFolder(string folder)
    {
        if (!folders.Contains(folder))
            folders.Add(folder);
    }

    /// <exception cref="PackageException">A cell may already use another version of one of them.</exception>
    public void AddPackages(PackageFiles files)
    {
        foreach (var path in files.Assemblies)
            if (packages.TryGetValue(Path.GetFileNameWithoutExtension(path), out var used) && used != path)
                throw new PackageException(
                    $"An earlier cell uses {used}, and together these packages need {path}. Put all #r \"nuget: …\" "
                    + "into the first cell.");
        foreach (var path in files.Assemblies)
            packages[Path.GetFileNameWithoutExtension(path)] = path;
        nativeFiles.AddRange(files.Natives);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (packages.TryGetValue(name, out var package))
            return LoadFromAssemblyPath(package);
        if (HostAssemblies.Share(name))
            return null;
        var path = folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = nativeFiles.Concat(folders.SelectMany(NativeFiles))
            .FirstOrDefault(file => IsNamed(file, unmanagedDllName));
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private static IEnumerable<string> NativeFiles(string folder)
    {
        var runtime = Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        return Directory.EnumerateFiles(folder)
            .Concat(Directory.Exists(runtime) ? Directory.EnumerateFiles(runtime) : []);
    }

    // "x" is found as x.dll, libx.so or libx.dylib: each system names its libraries in its own way.
    private static bool IsNamed(string file, string library)
    {
        var name = Path.GetFileName(file);
        return name == library || Path.GetExtension(name) is ".dll" or ".so" or ".dylib"
            && Path.GetFileNameWithoutExtension(name) is var bare && (bare == library || bare == "lib" + library);
    }
}
