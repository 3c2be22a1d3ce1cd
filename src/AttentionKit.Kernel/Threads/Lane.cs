using System.Collections.Concurrent;

namespace AttentionKit.Kernel.Threads;

/// <summary>
/// Does one job after another on a thread of its own, and what follows their awaits too: a cell may hold all threads
/// of the shared pool.
/// </summary>
internal sealed class Lane : SynchronizationContext
{
    private readonly BlockingCollection<Func<Task>> jobs = [];
    private readonly BlockingCollection<Action> steps = [];

    public Lane(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    /// <summary>Adds a job, which must not throw.</summary>
    public void Add(Func<Task> job) => jobs.Add(job);

    /// <summary>
    /// Calls the user's code as any other thread does: if it blocks until a task of its own is done, what follows that
    /// task's awaits can't come here.
    /// </summary>
    public static void Outside(Action usersCode)
    {
        if (Current is not { } context)
        {
            usersCode();
            return;
        }
        SetSynchronizationContext(null);
        try
        {
            usersCode();
        }
        finally
        {
            SetSynchronizationContext(context);
        }
    }

    public override void Post(SendOrPostCallback callback, object? state) => steps.Add(() => callback(state));

    private void Run()
    {
        SetSynchronizationContext(this);
        foreach (var job in jobs.GetConsumingEnumerable())
            Finish(job());
    }

    private void Finish(Task job)
    {
        job.GetAwaiter().OnCompleted(() => { }); // Posted here: one more step after the last ends the wait.
        while (!job.IsCompleted)
            steps.Take()();
    }
}
