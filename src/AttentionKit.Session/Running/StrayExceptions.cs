using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace AttentionKit.Session.Running;

/// <summary>Exceptions that the user's code throws where nothing catches them: on a thread, in a timer, in an <c>async
/// void</c>. They would end the process, and every variable with it; here they are shown with the cell that started
/// that code.</summary>
internal static class StrayExceptions
{
    private static readonly ConditionalWeakTable<Assembly, CellRun> Runs = [];
    private static int installed;

    public static void Install()
    {
        if (Interlocked.Exchange(ref installed, 1) == 0)
            ExceptionHandling.SetUnhandledExceptionHandler(IsReported);
    }

    /// <summary>Tells whose code a compiled cell is.</summary>
    public static void Remember(Assembly cell, CellRun run) => Runs.AddOrUpdate(cell, run);

    // What no cell is to blame for is the host's own fault, and must be seen.
    private static bool IsReported(Exception exception)
    {
        if ((CellRun.Current ?? Origin(exception)) is not { } run)
            return false;
        run.Report(exception);
        return true;
    }

    // The pool and timers forget whose code they run before it comes to this: the first of the user's frames knows.
    private static CellRun? Origin(Exception exception) =>
        new StackTrace(exception).GetFrames().Reverse()
            .Select(frame => frame.GetMethod()?.Module.Assembly is { } assembly ? Run(assembly) : null)
            .FirstOrDefault(run => run is not null);


    private static CellRun? Run(Assembly assembly) => Runs.TryGetValue(assembly, out var run) ? run : null;
}
