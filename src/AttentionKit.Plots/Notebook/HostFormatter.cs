using System.Reflection;

namespace AttentionKit.Plots.Notebook;

/// <summary>Tells the notebook that runs this code how to show types that are not ours.</summary>
/// <remarks>Found by name among what is loaded: Microsoft.DotNet.Interactive.Formatting.Formatter, with
/// Register(Type, Action&lt;object, TextWriter&gt;, string) and SetPreferredMimeTypesFor(Type, string[]). No host, no
/// effect.</remarks>
internal static class HostFormatter
{
    private const string Name = "Microsoft.DotNet.Interactive.Formatting.Formatter";

    private static readonly HashSet<(Type Host, Type Shown)> s_registered = [];

    /// <param name="type">Values of it, and of classes derived from it.</param>
    /// <param name="html">Writes one as HTML.</param>
    /// <param name="text">Writes one as text.</param>
    internal static void Register(Type type, Func<object, string> html, Func<object, string> text)
    {
        lock (s_registered)
        {
            foreach (var host in Hosts().Where(host => s_registered.Add((host, type))))
            {
                Register(host, type, html, HtmlAndText.Html);
                Register(host, type, text, HtmlAndText.Text);
                host.GetMethod("SetPreferredMimeTypesFor", [typeof(Type), typeof(string[])])
                    ?.Invoke(null, [type, new[] { HtmlAndText.Html, HtmlAndText.Text }]);
            }
        }
    }

    private static IEnumerable<Type> Hosts() =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(Name)).OfType<Type>();

    private static void Register(Type host, Type type, Func<object, string> format, string mimeType) =>
        host.GetMethod("Register", BindingFlags.Public | BindingFlags.Static,
            [typeof(Type), typeof(Action<object, TextWriter>), typeof(string)])
            ?.Invoke(null, [type, (Action<object, TextWriter>)((value, writer) => writer.Write(format(value))),
                mimeType]);
}
