using System.Diagnostics;
using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AttentionKit.Kernel.Jupyter;
using AttentionKit.Session;
using AttentionKit.Kernel.Wire;

namespace AttentionKit.Kernel;

/// <summary>Joins the wire and the session: each request gets busy, its handler, its reply, and idle, whatever happens.</summary>
/// <param name="session">Runs the cells.</param>
/// <param name="sockets">Where requests come from.</param>
/// <param name="warm">The first cell waits for this.</param>
internal sealed class Dispatcher(CSharpSession session, JupyterSockets sockets, Task warm)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<CodeAssistant> assistant = new(() => new(session)); // Half of Roslyn: only for those who ask.
    private readonly List<(int Count, string Code, string? Result)> history = [];
    private volatile Run? running;
    private long failed;

    private sealed record Run(Message Request, CancellationTokenSource Stop);

    /// <summary>Serves until the front end says that it is enough.</summary>
    public Task RunAsync()
    {
        _ = Task.Run(() => ServeAsync(sockets.ShellRequests, sockets.ReplyOnShell));
        _ = Task.Run(() => ServeAsync(sockets.ControlRequests, sockets.ReplyOnControl));
        return ended.Task;
    }

    public void End() => ended.TrySetResult();

    /// <summary>Stops the running cell, if there is one.</summary>
    public void Interrupt()
    {
        if (running is not { } run)
            return;
        _ = run.Stop.CancelAsync(); // Not here: it waits for code that can't be aborted.
        _ = Task.Delay(Patience).ContinueWith(_ => ReportEndless(run), TaskScheduler.Default);
    }

    private void ReportEndless(Run run)
    {
        if (running == run)
            sockets.Publish(run.Request, "stream", new() { ["name"] = "stderr", ["text"] = "This cell can't be stopped: it is in code that does not give up. Restart the kernel.\n" });
    }

    private async Task ServeAsync(ChannelReader<Message> requests, Action<Message, JsonObject> reply)
    {
        await foreach (var request in requests.ReadAllAsync())
        {
            Status(request, "busy");
            try
            {
                if (await AnswerAsync(request) is { } content)
                    reply(request, content);
            }
            catch (Exception e)
            {
                Console.Error.WriteLine($"{request.Type} failed: {e}");
                if (request.Type.EndsWith("_request", StringComparison.Ordinal))
                    reply(request, Error(e.GetType().Name, e.Message, []));
            }
            Status(request, "idle");
            if (request.Type == "shutdown_request")
                End();
        }
    }

    private void Status(Message request, string state) => sockets.Publish(request, "status", new() { ["execution_state"] = state });

    private async Task<JsonObject?> AnswerAsync(Message request) => request.Type switch
    {
        "kernel_info_request" => KernelInfo(),
        "execute_request" => request.Time < Volatile.Read(ref failed) ? Aborted() : await ExecuteAsync(request),
        "complete_request" => await CompleteAsync(request.Content),
        "inspect_request" => await InspectAsync(request.Content),
        "is_complete_request" => IsComplete(request.Content),
        "history_request" => History(request.Content),
        "comm_info_request" => new() { ["status"] = "ok", ["comms"] = new JsonObject() },
        "comm_open" => CloseComm(request),
        "comm_msg" or "comm_close" => null,
        "interrupt_request" => Interrupted(),
        "shutdown_request" => Shutdown(request),
        _ => throw new NotSupportedException($"This kernel knows no {request.Type}."),
    };

    private static JsonObject KernelInfo() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Message.ProtocolVersion,
        ["implementation"] = "attentionkit-csharp",
        ["implementation_version"] = typeof(Dispatcher).Assembly.GetName().Version!.ToString(3),
        ["language_info"] = CSharpSession.LanguageInfo(),
        ["banner"] = $"C# {CSharpSession.LanguageVersion} on .NET {Environment.Version}",
        ["help_links"] = new JsonArray(),
    };

    private async Task<JsonObject> ExecuteAsync(Message request)
    {
        var content = request.Content;
        var code = (string)content["code"]!;
        var silent = (bool?)content["silent"] ?? false;
        var counted = !silent && ((bool?)content["store_history"] ?? true);
        var count = session.ExecutionCount + (counted ? 1 : 0);
        string? result = null;
        var run = running = new(request, new());
        try
        {
            if (!silent)
                sockets.Publish(request, "execute_input", new() { ["code"] = code, ["execution_count"] = count });
            var output = new CellOutput(session, count, Send);
            await warm.WaitAsync(run.Stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var error = await session.RunAsync(code, output.Add, run.Stop.Token, (bool?)content["allow_stdin"] ?? false ? ReadLine : null, counted);
            if (error is not null)
                output.Add(error with { Traceback = [.. error.Traceback.Select(Colour)] });
            output.Flush();
            if (counted)
                history.Add((count, code, result));
            var reply = output.Error is { } failure ? Error(failure.Name, failure.Message, failure.Traceback) : new() { ["status"] = "ok" };
            if (output.Error is not null && ((bool?)content["stop_on_error"] ?? true))
                Volatile.Write(ref failed, Stopwatch.GetTimestamp());
            reply["execution_count"] = count;
            reply["payload"] = new JsonArray();
            reply["user_expressions"] = output.Error is null ? await EvaluateAsync(content["user_expressions"] as JsonObject ?? [], run.Stop.Token) : new();
            return reply;

            string ReadLine()
            {
                output.Flush();
                while (sockets.InputReplies.TryRead(out _)) // Answers to questions of cells that were stopped.
                    continue;
                sockets.AskForInput(request, new() { ["prompt"] = "", ["password"] = false });
                return (string)sockets.InputReplies.ReadAsync(run.Stop.Token).AsTask().GetAwaiter().GetResult().Content["value"]!;
            }
        }
        finally
        {
            running = null;
        }

        void Send(string type, JsonObject message)
        {
            if (type == "execute_result")
                result = (string?)message["data"]!["text/plain"];
            if (!silent)
                sockets.Publish(request, type, message);
        }
    }

    private async Task<JsonObject> EvaluateAsync(JsonObject expressions, CancellationToken cancellation)
    {
        var values = new JsonObject();
        foreach (var (name, code) in expressions)
        {
            object? value = null;
            var error = await session.RunAsync((string)code!, output => value = output is Result result ? result.Value : value, cancellation, counted: false);
            values[name] = error is not null
                ? Error(error.Name, error.Message, error.Traceback)
                : new() { ["status"] = "ok", ["data"] = MimeBundle.Of(value).Data, ["metadata"] = new JsonObject() };
        }
        return values;
    }

    private async Task<JsonObject> CompleteAsync(JsonObject content)
    {
        var (code, position) = Place(content);
        var completions = await assistant.Value.CompleteAsync(code, position);
        var (start, end) = (CodePoints(code, completions.Start), CodePoints(code, position));
        return new()
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. completions.Matches.Select(match => match.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. completions.Matches.Select(match =>
                    new JsonObject { ["start"] = start, ["end"] = end, ["text"] = match.Text, ["type"] = match.Kind })]),
            },
        };
    }

    private async Task<JsonObject> InspectAsync(JsonObject content)
    {
        var (code, position) = Place(content);
        var text = await assistant.Value.DescribeAsync(code, position);
        return new()
        {
            ["status"] = "ok",
            ["found"] = text is not null,
            ["data"] = text is null ? new JsonObject() : new() { ["text/plain"] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    private static JsonObject IsComplete(JsonObject content)
    {
        var (status, indent) = CodeAssistant.Completeness((string)content["code"]!);
        return new() { ["status"] = status, ["indent"] = indent };
    }

    // The protocol counts code points, and .NET half of them for the rarer ones.
    private static (string Code, int Position) Place(JsonObject content)
    {
        var code = (string)content["code"]!;
        return (code, code.EnumerateRunes().Take((int)content["cursor_pos"]!).Sum(rune => rune.Utf16SequenceLength));
    }

    private static int CodePoints(string code, int position) => code[..position].EnumerateRunes().Count();

    private JsonObject Aborted() => new() { ["status"] = "aborted", ["execution_count"] = session.ExecutionCount, ["payload"] = new JsonArray(), ["user_expressions"] = new JsonObject() };

    private JsonObject History(JsonObject content)
    {
        var pattern = (string?)content["pattern"] ?? "*";
        var found = (string?)content["hist_access_type"] switch
        {
            "range" => history.Where(one => one.Count >= (int)content["start"]! && ((int?)content["stop"] is not { } stop || one.Count < stop)),
            "search" => Last(history.Where(one => FileSystemName.MatchesSimpleExpression(pattern, one.Code, ignoreCase: false)).GroupBy(one => (bool?)content["unique"] ?? false ? one.Code : $"{one.Count}").Select(same => same.Last())),
            _ => Last(history),
        };
        var output = (bool?)content["output"] ?? false;
        return new()
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(one => new JsonArray([1, one.Count, output ? new JsonArray([one.Code, one.Result]) : one.Code]))]),
        };

        IEnumerable<(int Count, string Code, string? Result)> Last(IEnumerable<(int, string, string?)> all) => all.TakeLast((int?)content["n"] ?? int.MaxValue);
    }

    private JsonObject? CloseComm(Message request)
    {
        sockets.Publish(request, "comm_close", new() { ["comm_id"] = (string)request.Content["comm_id"]!, ["data"] = new JsonObject() });
        return null;
    }

    private JsonObject Interrupted()
    {
        Interrupt();
        return new() { ["status"] = "ok" };
    }

    private JsonObject Shutdown(Message request)
    {
        JsonObject Content() => new() { ["status"] = "ok", ["restart"] = (bool?)request.Content["restart"] ?? false };
        sockets.Publish(request, "shutdown_reply", Content());
        return Content();
    }

    private static JsonObject Error(string name, string message, IEnumerable<string> traceback) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. traceback.Select(line => JsonValue.Create(line))]),
    };

    // What went wrong in red; places and code, which are indented, in the front end's own colour with the place in cyan.
    private static string Colour(string line) =>
        !line.StartsWith(' ') ? $"\e[31m{line}\e[0m"
        : line.TrimStart().StartsWith('^') ? $"\e[31m{line}\e[0m"
        : line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end && line.Contains(", line ", StringComparison.Ordinal) ? $"\e[36m{line[..end]}\e[0m{line[end..]}"
        : line;
}
