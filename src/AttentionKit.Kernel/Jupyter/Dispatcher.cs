using System.Text.Json;
using System.Text.Json.Nodes;
using AttentionKit.Kernel.Threads;
using AttentionKit.Kernel.Wire;
using AttentionKit.Session;

namespace AttentionKit.Kernel.Jupyter;

/// <summary>
/// Joins the wire and the session: each request gets busy, its handler, its reply, and idle, whatever happens. Cells
/// and what depends on their order wait for each other; help while typing, interrupts and the control channel don't.
/// </summary>
internal sealed class Dispatcher
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CSharpSession session;
    private readonly JupyterSockets sockets;
    private readonly Log log;
    private readonly ExecuteHandler execute;
    private readonly AssistHandler assist;
    private readonly CommHandler comms;
    private readonly HistoryHandler history = new();
    private readonly Lane cells = new("cells"), assistant = new("assistant");
    private readonly List<Message> open = [];
    private readonly TaskCompletionSource ended = new();
    private int nCells;

    /// <param name="session">Runs the cells.</param>
    /// <param name="sockets">Where requests come from.</param>
    /// <param name="log">Told what fails.</param>
    /// <param name="warm">The first cell waits for this.</param>
    public Dispatcher(CSharpSession session, JupyterSockets sockets, Log log, Task warm)
    {
        (this.session, this.sockets, this.log) = (session, sockets, log);
        execute = new(session, sockets, history, warm);
        assist = new(session);
        comms = new(sockets);
    }

    /// <summary>Serves until the front end says that it is enough.</summary>
    public void Run()
    {
        PoolGuard.Start();
        sockets.Start(OnShell, OnControl);
        ended.Task.Wait();
    }

    public void End() => ended.TrySetResult();

    /// <summary>Stops the running cell, if there is one.</summary>
    public void Interrupt() => execute.Interrupt();

    /// <summary>Answers for the running cell, which ends the process.</summary>
    public void SayEnd(string why)
    {
        if (execute.End(why) is not { } end)
            return;
        sockets.ReplyOnShell(end.Request, end.Reply);
        Finish(end.Request);
    }

    private void OnShell(Message request)
    {
        switch (request.Type)
        {
            case "interrupt_request": // Some front ends ask here, and a cell is running when they do.
                _ = ServeAsync(request, sockets.ReplyOnShell, ControlAsync);
                break;
            case "complete_request" or "inspect_request" or "is_complete_request":
                assistant.Add(() => ServeAsync(request, sockets.ReplyOnShell, AssistAsync));
                break;
            default:
                cells.Add(() => ServeAsync(request, sockets.ReplyOnShell, AnswerAsync));
                break;
        }
    }

    private void OnControl(Message request) => _ = ServeAsync(request, sockets.ReplyOnControl, ControlAsync);

    private async Task ServeAsync(
        Message request, Action<Message, JsonObject> reply, Func<Message, Task<JsonObject?>> answer)
    {
        Begin(request);
        try
        {
            if (await answer(request) is { } content)
                reply(request, content);
        }
        catch (Exception e)
        {
            if (request.Type.EndsWith("_request", StringComparison.Ordinal))
                reply(request, ErrorContent.AsReply(ErrorContent.Of(session.Describe(e), coloured: true)));
            log.Write($"{request.Type} failed: {e}");
        }
        finally
        {
            Finish(request);
        }
        if (request.Type == "shutdown_request")
            End();
    }

    private void Begin(Message request)
    {
        lock (open)
        {
            open.Add(request);
            Status(request, "busy");
        }
    }

    // Front ends show the last state that they heard of, whatever it belongs to.
    private void Finish(Message request)
    {
        lock (open)
        {
            open.Remove(request);
            Status(request, "idle");
            if (open.LastOrDefault() is { } other)
                Status(other, "busy");
        }
    }

    private void Status(Message request, string state) =>
        sockets.Publish(request, "status", new() { ["execution_state"] = state });

    private async Task<JsonObject?> AnswerAsync(Message request) => request.Type switch
    {
        "execute_request" => await ExecuteAsync(request),
        "kernel_info_request" => InfoHandler.KernelInfo(),
        "history_request" => history.Find(request.Content),
        "comm_info_request" => CommHandler.List(),
        "comm_open" => comms.Close(request),
        "comm_msg" or "comm_close" => null,
        "shutdown_request" => Shutdown(request),
        _ => throw new NotSupportedException($"This kernel knows no {request.Type}."),
    };

    private async Task<JsonObject> ExecuteAsync(Message request)
    {
        var number = ++nCells;
        var reply = await execute.RunAsync(request);
        Later.Do(Pause, () => CatchUp(number));
        return reply;
    }

    // Not after each of many cells that run one after another: only when there is a pause, in which somebody may type.
    private void CatchUp(int number)
    {
        if (number == Volatile.Read(ref nCells))
            assistant.Add(assist.CatchUpAsync);
    }

    private async Task<JsonObject?> AssistAsync(Message request) => request.Type switch
    {
        "complete_request" => await assist.CompleteAsync(request.Content),
        "inspect_request" => await assist.InspectAsync(request.Content),
        _ => AssistHandler.IsComplete(request.Content),
    };

    private Task<JsonObject?> ControlAsync(Message request) => Task.FromResult<JsonObject?>(request.Type switch
    {
        "kernel_info_request" => InfoHandler.KernelInfo(),
        "interrupt_request" => Interrupted(),
        "shutdown_request" => Shutdown(request),
        _ => throw new NotSupportedException("The control channel answers kernel_info_request, interrupt_request and "
            + $"shutdown_request. Send {request.Type} on the shell channel, where it waits for its turn."),
    });

    private JsonObject Interrupted()
    {
        Interrupt();
        return new() { ["status"] = "ok" };
    }

    private JsonObject Shutdown(Message request)
    {
        var restart = request.Content.Deserialize(RequestJson.Default.ShutdownRequest)!.Restart;
        JsonObject Content() => new() { ["status"] = "ok", ["restart"] = restart };
        sockets.Publish(request, "shutdown_reply", Content());
        return Content();
    }
}
