using System.Runtime;

namespace AttentionKit.Session;

/// <summary>Runs code that may never return on a thread that can be stopped all the same.</summary>
internal static class StoppableThread
{
    /// <param name="code">What to run.</param>
    /// <param name="cancellation">Aborts the code, and wakes it if it sleeps or waits.</param>
    public static Task<T> RunAsync<T>(Func<T> code, CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled)
            cancellation = new CancellationTokenSource().Token; // Without one, ControlledExecution waits forever at the end.
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Run) { IsBackground = true }.Start();
        return outcome.Task;

        void Run()
        {
            try
            {
                T? value = default;
#pragma warning disable SYSLIB0046 // Aborting the user's code is what is meant here.
                ControlledExecution.Run(() => value = RunAwakened(code, cancellation), cancellation);
#pragma warning restore SYSLIB0046
                outcome.SetResult(value!);
            }
            catch (Exception e)
            {
                outcome.SetException(e);
            }
        }
    }

    // The abort waits for a sleeping thread, so the thread is woken first: callbacks run in the reverse order of their registration.
    private static T RunAwakened<T>(Func<T> code, CancellationToken cancellation)
    {
        using var wake = cancellation.Register(Thread.CurrentThread.Interrupt);
        return code();
    }
}
