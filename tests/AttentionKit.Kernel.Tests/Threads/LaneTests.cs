using AttentionKit.Kernel.Threads;

namespace AttentionKit.Kernel.Tests.Threads;

public class LaneTests
{
    private readonly Lane lane = new("test");

    [Fact]
    public async Task AJob_StaysOnTheLanesThread_AcrossItsAwaits()
    {
        var names = await DoAsync(async () =>
        {
            var before = Thread.CurrentThread.Name;
            await Task.Delay(1);
            return (before, Thread.CurrentThread.Name);
        });
        Assert.Equal(("test", "test"), names);
    }

    [Fact]
    public async Task AJob_WaitsForTheOneBefore()
    {
        var order = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            lane.Add(async () =>
            {
                await Task.Delay(5 - number);
                order.Add(number);
            });
        }
        await DoAsync(() => Task.FromResult(0));
        Assert.Equal([0, 1, 2, 3, 4], order);
    }

    [Fact]
    public async Task AJobThatThrows_DoesNotEndTheLane()
    {
        lane.Add(() => Task.FromException(new InvalidOperationException("at once")));
        lane.Add(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        });
        Assert.Equal(7, await DoAsync(() => Task.FromResult(7)));
    }

    [Fact]
    public async Task Outside_CodeMayBlockOnATaskOfItsOwn()
    {
        var result = await DoAsync(() =>
        {
            var value = 0;
            Lane.Outside(() => value = LaterAsync().GetAwaiter().GetResult());
            return Task.FromResult((value, Thread.CurrentThread.Name));
        });
        Assert.Equal((3, "test"), result);

        static async Task<int> LaterAsync()
        {
            await Task.Delay(1);
            return 3;
        }
    }

    private Task<T> DoAsync<T>(Func<Task<T>> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Add(async () => done.SetResult(await job()));
        return done.Task;
    }
}
