using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using NetMQ;
using NetMQ.Sockets;

namespace AttentionKit.Kernel.Wire;

/// <summary>The five sockets of a kernel. One thread serves them all; messages may be sent from any.</summary>
internal sealed class JupyterSockets : IDisposable
{
    private readonly MessageFormat format;
    private readonly RouterSocket shell = new(), control = new(), stdin = new();
    private readonly PublisherSocket iopub = new();
    private readonly ResponseSocket heartbeat = new();
    private readonly NetMQQueue<(NetMQSocket Socket, Message Message)> outbox = [];
    private readonly NetMQPoller poller = [];
    private readonly Channel<Message> shellRequests = Channel.CreateUnbounded<Message>(), controlRequests = Channel.CreateUnbounded<Message>(), inputReplies = Channel.CreateUnbounded<Message>();

    /// <exception cref="NetMQException">A port is not free.</exception>
    public JupyterSockets(ConnectionFile file)
    {
        format = new(file.Key);
        Listen(shell, file.Shell, shellRequests);
        Listen(control, file.Control, controlRequests);
        Listen(stdin, file.Stdin, inputReplies);
        Bind(iopub, file.IOPub);
        Bind(heartbeat, file.Heartbeat);
        heartbeat.ReceiveReady += (_, e) => Echo(e.Socket);
        outbox.ReceiveReady += (_, _) => SendAll();
        poller.Add(heartbeat);
        poller.Add(outbox);
        poller.RunAsync("sockets", isBackgroundThread: true);

        void Bind(NetMQSocket socket, int port)
        {
            socket.Options.SendHighWatermark = socket.Options.ReceiveHighWatermark = 0; // The default loses what comes after 1000 waiting messages.
            socket.Bind($"{file.Address}:{port}");
        }

        void Listen(RouterSocket socket, int port, Channel<Message> received)
        {
            Bind(socket, port);
            socket.ReceiveReady += (_, e) => Receive(e.Socket, received.Writer);
            poller.Add(socket);
        }
    }

    public ChannelReader<Message> ShellRequests => shellRequests.Reader;

    public ChannelReader<Message> ControlRequests => controlRequests.Reader;

    public ChannelReader<Message> InputReplies => inputReplies.Reader;

    public void ReplyOnShell(Message request, JsonObject content) => Reply(shell, request, content);

    public void ReplyOnControl(Message request, JsonObject content) => Reply(control, request, content);

    /// <summary>Asks the front end that sent a request for a line of text.</summary>
    public void AskForInput(Message request, JsonObject content) => outbox.Enqueue((stdin, request.Answer("input_request", content, request.Route)));

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

    private void Reply(NetMQSocket socket, Message request, JsonObject content) =>
        outbox.Enqueue((socket, request.Answer(request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content, request.Route)));

    private void SendAll()
    {
        while (outbox.TryDequeue(out var next, TimeSpan.Zero))
            next.Socket.SendMultipartBytes(format.Write(next.Message));
    }

    // A socket that was ready may have nothing any more: what a stranger sent and is no message. To wait for it would stop all sockets.
    private static void Echo(NetMQSocket socket)
    {
        List<byte[]> frames = [];
        if (socket.TryReceiveMultipartBytes(ref frames))
            socket.SendMultipartBytes(frames);
    }

    private void Receive(NetMQSocket socket, ChannelWriter<Message> received)
    {
        List<byte[]> frames = [];
        if (!socket.TryReceiveMultipartBytes(ref frames))
            return;
        try
        {
            received.TryWrite(format.Read(frames));
        }
        catch (BadMessageException e)
        {
            Console.Error.WriteLine($"A message was dropped: {e.Message}.");
        }
    }
}
