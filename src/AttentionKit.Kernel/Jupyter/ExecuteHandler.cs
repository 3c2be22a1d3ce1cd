using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AttentionKit.Kernel.Threads;
using AttentionKit.Kernel.Wire;
using AttentionKit.Session;
using AttentionKit.Session.Display;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>Runs cells, one at a time.</summary>
/// <param name="session">Runs them.</param>
/// <param name="sockets">Gets what they give.</param>
/// <param name="history">Told of each.</param>
/// <param name="warm">The first waits for this.</param>
internal sealed class ExecuteHandler(CSharpSession session, JupyterSockets sockets, HistoryHandler history, Task warm)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private volatile Run? running;
    private long failed;

    private sealed record Run(Message Request, ExecuteRequest Cell, int Count)
    {
        public CancellationTokenSource Stop { get; } = new();

        public string? Result { get; set; }

        public CellOutput? Output { get; set; }

        /// <summary>Whether it was stopped, and runs on in spite of it.</summary>
        public bool IsEndless { get; set; }

        /// <summary>On a thread of its own: it may wait for code that does not give up, and the pool may be
        /// full.</summary>
        public void Cancel() => new Thread(CancelNow) { IsBackground = true, Name = "stop" }.Start();

        private void CancelNow()
        {
            try
            {
                Stop.Cancel();
            }
            catch (AggregateException) // What did not stop is reported when patience ends.
            {
            }
        }
    }

    /// <summary>Stops the cell that runs, if any. If that did not help, the next time leaves it behind.</summary>
    public void Interrupt()
    {
        if (running is not { } run)
            return;
        if (run.IsEndless)
        {
            session.LeaveBehind();
            return;
        }
        run.Cancel();
        Later.Do(Patience, () => ReportEndless(run));
    }

    /// <summary>Shows that the running cell ends the process, after all that it printed.</summary>
    /// <returns>What to answer its request; null when none runs.</returns>
    public (Message Request, JsonObject Reply)? End(string why)
    {
        if (running is not { Output: { } output } run)
            return null;
        var error = new CellError("KernelEnded", why, null, [why]);
        output.Add(error);
        return (run.Request, Failed(run, error));
    }

    public async Task<JsonObject> RunAsync(Message request)
    {
        if (request.Time < failed)
            return Reply("aborted", session.ExecutionCount);
        if (request.IsTooLarge)
            return Refuse(request);
        var cell = request.Content.Deserialize(RequestJson.Default.ExecuteRequest)!;
        var run = running = new(request, cell, session.ExecutionCount + (cell.IsCounted ? 1 : 0));
        try
        {
            return await RunAsync(run);
        }
        finally
        {
            running = null;
        }
    }

    private void ReportEndless(Run run)
    {
        if (running != run)
            return;
        run.IsEndless = true;
        sockets.Publish(run.Request, "stream", new()
        {
            ["name"] = "stderr",
            ["text"] = "This cell can't be stopped: it is in a library's code that does not give up. Wait, or "
                + "interrupt again to leave it behind: it then runs on unseen until that code returns. "
                + "A restart ends it at once, with all variables.\n",
        });
    }

    private async Task<JsonObject> RunAsync(Run run)
    {
        var (request, cell, count) = run;
        if (!cell.Silent)
            sockets.Publish(request, "execute_input", new() { ["code"] = cell.Code, ["execution_count"] = count });
        await warm.WaitAsync(run.Stop.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var error = await OutputAsync(run);
        if (cell.IsCounted)
            history.Add(count, cell.Code, run.Result);
        if (error is not null)
            return Failed(run, error);
        var reply = Reply("ok", count);
        reply["user_expressions"] = await EvaluateAsync(cell.UserExpressions ?? [], run.Stop.Token);
        return reply;
    }

    private async Task<CellError?> OutputAsync(Run run)
    {
        var output = new CellOutput(session, run.Count, (type, content) => Send(run, type, content))
        {
            Coloured = true,
        };
        run.Output = output;
        var prompt = new Prompt();
        Func<string>? readLine = run.Cell.AllowStdin ? ReadLine : null;
        var error = Refusal(run.Request)
            ?? await session.RunAsync(run.Cell.Code, Publish, run.Stop.Token, readLine, run.Cell.IsCounted);
        if (error is not null)
            output.Add(error);
        output.Flush();
        return output.Error;

        void Publish(Output one)
        {
            prompt.See(one);
            Lane.Outside(() => output.Add(one));
        }

        string ReadLine()
        {
            output.Flush();
            return Ask(run, prompt.Take());
        }
    }

    private static CellError? Refusal(Message request) =>
        CellLanguage.Of(request.Metadata) is { } language && CellDirectives.RefusalOf(language) is { } refusal
        ? new(CellError.Compilation, refusal, null, [refusal])
        : null;

    private void Send(Run run, string type, JsonObject content)
    {
        if (type == "execute_result")
            run.Result = (string?)content["data"]!["text/plain"];
        if (!run.Cell.Silent)
            sockets.Publish(run.Request, type, content);
    }

    private string Ask(Run run, string prompt)
    {
        while (sockets.InputReplies.TryTake(out _)) // Answers to questions of cells that were stopped.
            continue;
        sockets.AskForInput(run.Request, new() { ["prompt"] = prompt, ["password"] = false });
        return sockets.InputReplies.Take(run.Stop.Token).Content.Deserialize(RequestJson.Default.InputReply)!.Value;
    }

    private async Task<JsonObject> EvaluateAsync(JsonObject expressions, CancellationToken cancellation)
    {
        var values = new JsonObject();
        foreach (var (name, code) in expressions)
            values[name] = await EvaluateAsync((string)code!, cancellation);
        return values;
    }

    private async Task<JsonObject> EvaluateAsync(string expression, CancellationToken cancellation)
    {
        JsonObject? data = null;
        var error = await session.RunAsync(expression, Keep, cancellation, counted: false);
        if (error is not null)
            return ErrorContent.AsReply(ErrorContent.Of(error, coloured: true));
        return new() { ["status"] = "ok", ["data"] = data ?? [], ["metadata"] = new JsonObject() };

        void Keep(Output one)
        {
            if (one is Result(var value))
                data = MimeBundle.Of(value).Data;
        }
    }

    private JsonObject Failed(Run run, CellError error)
    {
        if (run.Cell.StopOnError)
            failed = Stopwatch.GetTimestamp();
        var reply = Reply("error", run.Count);
        foreach (var (name, value) in ErrorContent.Of(error, coloured: true))
            reply[name] = value?.DeepClone();
        return reply;
    }

    private JsonObject Refuse(Message request)
    {
        var error = ErrorContent.Of(
            "CellTooLarge", "The cell is larger than 64 MiB and was not run. Read large data from a file.");
        sockets.Publish(request, "error", error);
        failed = Stopwatch.GetTimestamp();
        var reply = ErrorContent.AsReply(error.DeepClone().AsObject());
        reply["execution_count"] = session.ExecutionCount;
        return reply;
    }

    private static JsonObject Reply(string status, int count) => new()
    {
        ["status"] = status,
        ["execution_count"] = count,
        ["payload"] = new JsonArray(),
        ["user_expressions"] = new JsonObject(),
    };
}
