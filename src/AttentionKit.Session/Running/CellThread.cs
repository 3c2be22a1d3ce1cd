namespace AttentionKit.Session.Running;

/// <summary>Runs a cell's code on a thread of its own, and wakes it when it is to stop while it sleeps or
/// waits.</summary>
internal static class CellThread
{
    /// <param name="code">What to run.</param>
    /// <param name="run">What the code belongs to.</param>
    /// <returns>Its end. Who waits for it goes on on the cell's thread: the pool may be full of what the user
    /// started.</returns>
    public static Task<T> RunAsync<T>(Func<T> code, CellRun run)
    {
        var outcome = new TaskCompletionSource<T>();
        if (OperatingSystem.IsBrowser()) // It has no threads, and nothing there waits without giving way.
            Run(code);
        else
            new Thread(() => Run(Awakened)) { IsBackground = true, Name = "cell" }.Start();
        return outcome.Task;

        void Run(Func<T> all)
        {
            T value;
            try
            {
                value = all();
            }
            catch (Exception e)
            {
                outcome.SetException(e);
                return;
            }
            outcome.SetResult(value);
        }

        T Awakened()
        {
            var sleeper = new Sleeper(Thread.CurrentThread);
            using var waking = run.Stopped.UnsafeRegister(_ => sleeper.Wake(), null);
            try
            {
                return code();
            }
            finally
            {
                sleeper.LetBe();
            }
        }
    }

    private sealed class Sleeper(Thread thread)
    {
        private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

        private readonly Lock gate = new();
        private bool isWoken, isLetBe;

        /// <summary>Wakes it now, and after the time to tidy up again and again.</summary>
        public void Wake()
        {
            isWoken = true;
            if (!Interrupt())
                return;
            new Thread(() =>
            {
                Thread.Sleep(CellRun.Tidying);
                while (Interrupt())
                    Thread.Sleep(Again);
            })
            { IsBackground = true, Name = "waker" }.Start();
        }

        /// <summary>Called by the thread itself: from here on nothing wakes it, not even what is under way.</summary>
        public void LetBe()
        {
            while (!isLetBe)
                try
                {
                    lock (gate)
                        isLetBe = true;
                    if (isWoken)
                        Thread.Sleep(1);
                }
                catch (ThreadInterruptedException)
                {
                }
        }

        private bool Interrupt()
        {
            lock (gate)
            {
                if (!isLetBe)
                    thread.Interrupt();
                return !isLetBe;
            }
        }
    }
}
