using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace AttentionKit.Kernel.Wire;

/// <summary>The five sockets of a kernel. One thread serves them all; messages may be sent from any.</summary>
internal sealed class JupyterSockets : IDisposable
{
    // A stranger's ten bytes may announce more than there is memory; a cell that is only too large gets an answer.
    private const long LargestFrame = 256 << 20;

    private readonly ConnectionFile file;
    private readonly Log log;
    private readonly MessageFormat format;
    private readonly RouterSocket shell = new(), control = new(), stdin = new();
    private readonly PublisherSocket iopub = new();
    private readonly ResponseSocket heartbeat = new();
    private readonly NetMQQueue<(NetMQSocket Socket, Message Message)> outbox = [];
    private readonly NetMQPoller poller = [];

    /// <exception cref="ConnectionFileException">That can't be listened on.</exception>
    public JupyterSockets(ConnectionFile file, Log log)
    {
        (this.file, this.log, format) = (file, log, new(file.Key));
        Bind(shell, file.ShellPort);
        Bind(control, file.ControlPort);
        Bind(stdin, file.StdinPort);
        Bind(iopub, file.IopubPort);
        Bind(heartbeat, file.HbPort);
        heartbeat.ReceiveReady += (_, e) => Echo(e.Socket);
        outbox.ReceiveReady += (_, _) => SendAll();
        poller.Add(heartbeat);
        poller.Add(outbox);
    }

    /// <summary>What the user typed, oldest first.</summary>
    public BlockingCollection<Message> InputReplies { get; } = [];

    /// <summary>Begins to receive. What is called runs on the sockets' own thread and must not take long.</summary>
    public void Start(Action<Message> onShell, Action<Message> onControl)
    {
        Listen(shell, onShell);
        Listen(control, onControl);
        Listen(stdin, InputReplies.Add);
        poller.RunAsync("sockets", isBackgroundThread: true);
    }

    public void ReplyOnShell(Message request, JsonObject content) => Reply(shell, request, content);

    public void ReplyOnControl(Message request, JsonObject content) => Reply(control, request, content);

    /// <summary>Asks the front end that sent a request for a line of text.</summary>
    public void AskForInput(Message request, JsonObject content) =>
        outbox.Enqueue((stdin, request.Answer("input_request", content, request.Route)));

    /// <summary>Tells all front ends.</summary>
    public void Publish(Message request, string type, JsonObject content) =>
        outbox.Enqueue((iopub, request.Answer(type, content, Encoding.ASCII.GetBytes(type))));

    /// <summary>Sends what is waiting, and closes.</summary>
    public void Dispose()
    {
        poller.Dispose();
        SendAll();
        outbox.Dispose();
        foreach (NetMQSocket socket in new NetMQSocket[] { shell, control, stdin, iopub, heartbeat })
        {
            socket.Options.Linger = TimeSpan.FromSeconds(1);
            socket.Dispose();
        }
        NetMQConfig.Cleanup(block: true);
    }

    private void Bind(NetMQSocket socket, int port)
    {
        // The default loses what comes after 1000 waiting messages.
        socket.Options.SendHighWatermark = socket.Options.ReceiveHighWatermark = 0;
        socket.Options.MaxMsgSize = LargestFrame;
        try
        {
            socket.Bind($"tcp://{file.Ip}:{port}");
        }
        catch (Exception e) when (e is NetMQException or SocketException or ArgumentException)
        {
            var why = e is NetMQException refused ? $"{refused.ErrorCode}" : e.Message;
            throw new ConnectionFileException($"The kernel can't listen on {file.Ip}, port {port}: {why}. "
                + "The connection file must name an address of this machine and ports that are free.");
        }
    }

    private void Listen(RouterSocket socket, Action<Message> received)
    {
        socket.ReceiveReady += (_, e) => Receive(e.Socket, received);
        poller.Add(socket);
    }

    private void Reply(NetMQSocket socket, Message request, JsonObject content) =>
        outbox.Enqueue((socket, request.Answer(
            request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content, request.Route)));

    private void SendAll()
    {
        while (outbox.TryDequeue(out var next, TimeSpan.Zero))
            next.Socket.SendMultipartBytes(format.Write(next.Message));
    }

    // A socket that was ready may have nothing any more: what a stranger sent and is no message.
    // To wait for it would stop all sockets.
    private static void Echo(NetMQSocket socket)
    {
        List<byte[]> frames = [];
        if (socket.TryReceiveMultipartBytes(ref frames))
            socket.SendMultipartBytes(frames);
    }

    private void Receive(NetMQSocket socket, Action<Message> received)
    {
        List<byte[]> frames = [];
        if (!socket.TryReceiveMultipartBytes(ref frames))
            return;
        try
        {
            received(format.Read(frames));
        }
        catch (BadMessageException e)
        {
            log.Write($"A message was dropped: {e.Message}.");
        }
    }
}
