using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AttentionKit.Session.Running;

/// <summary>What compiled cells ask at every turn of a loop and at the entry of every method: whether to go on.</summary>
/// <remarks>The compiler of cells puts the calls in (<see cref="CheckWeaver"/>); nobody writes them.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellCheck
{
    // No field here has a first value: else each check would also have to ask whether the class is made ready.
    /// <summary>Whether there may be something to look at: what a loop asks at each turn.</summary>
    [SuppressMessage("Usage", "CA2211", Justification = "Woven code reads it in place: a property would be a call in a loop.")]
    public static bool IsUp;

    private static long isUpUntil;
    private static uint nLooks;
    private const nuint Page = 1 << 16;

    // Where one thread's stack is known to be good, in pages of 64 KB: the first in the upper half, how many in the
    // lower. None while there may be something to look at, so that one comparison asks both.
    private static ulong goodStack;

    // Of this thread: the highest address that was looked at, above which its stack is good too.
    [ThreadStatic]
    private static nuint top;

    private static class Rising
    {
        // Up while code that is to end may still come: after a sleep, for example. Until then a check takes some nanoseconds longer.
        public static readonly TimeSpan Lasting = TimeSpan.FromSeconds(30);

        public static readonly Lock Gate = new();
    }

    /// <summary>What a host without threads gives: asked at every check, it says whether the running cell is to end.</summary>
    internal static Func<bool>? IsStopAsked
    {
        get;
        set
        {
            field = value;
            Raise();
        }
    }

    /// <summary>At the end of each turn of a loop, and at the entry of what calls nothing.</summary>
    /// <exception cref="CellStoppedException">The run that this code belongs to was stopped.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AtTurn()
    {
        if (Volatile.Read(ref IsUp))
            Look();
    }

    /// <summary>At the entry of a method, lambda or accessor that may call itself.</summary>
    /// <exception cref="CellStoppedException">The run that this code belongs to was stopped.</exception>
    /// <exception cref="InsufficientExecutionStackException">Methods call each other too deeply.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void AtEntry()
    {
        byte here;
        var good = Volatile.Read(ref goodStack);
        if ((uint)((ulong)(nuint)(&here) / Page - (good >> 32)) >= (uint)good)
            LookDown((nuint)(&here));
    }

    /// <summary>False, which only the compiler does not know.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Never() => false;

    /// <summary>Lets all checks look at the run they belong to, for a while.</summary>
    /// <param name="limit">How long it may take until there is something to see.</param>
    internal static void Raise(TimeSpan limit = default)
    {
        var now = Environment.TickCount64;
        var lasting = (long)Math.Min((limit + Rising.Lasting).TotalMilliseconds, int.MaxValue);
        lock (Rising.Gate)
        {
            isUpUntil = Math.Max(isUpUntil, now + lasting);
            Volatile.Write(ref IsUp, true);
            Volatile.Write(ref goodStack, 0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Look()
    {
        if (CellRun.Current is { } run)
        {
            if (IsStopAsked?.Invoke() ?? false)
                run.Stop();
            run.ThrowIfStopped();
        }
        if (nLooks++ % 1024 == 0)
            Lower();
    }

    private static void Lower()
    {
        lock (Rising.Gate)
            Volatile.Write(ref IsUp, Environment.TickCount64 < isUpUntil || IsStopAsked is not null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LookDown(nuint here)
    {
        AtTurn();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new InsufficientExecutionStackException("Methods call each other too deeply. Does one call itself without an end?");
        top = Math.Max(top, here);
        ulong first = here / Page, last = top / Page; // A page is half of what the runtime says is left.
        lock (Rising.Gate)
            if (!IsUp)
                Volatile.Write(ref goodStack, (first << 32) | (last - first + 1));
    }
}
