using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AttentionKit.Kernel.Wire;

/// <summary>Why frames are not a message to act on.</summary>
internal sealed class BadMessageException(string reason) : Exception(reason);

/// <summary>
/// Turns messages into signed frames and back: route, delimiter, signature, header, parent, metadata, content.
/// </summary>
/// <param name="key">
/// Shared with the front end. Without one nothing is signed, and anybody who can reach the ports is obeyed.
/// </param>
internal sealed class MessageFormat(string key)
{
    private const long LargestMessage = 64 << 20;
    private const int RememberedSignatures = 1 << 16;

    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);
    private readonly HashSet<string> seen = [];
    private readonly Queue<string> order = new();

    public byte[][] Write(Message message)
    {
        JsonObject[] objects = [message.Header, message.Parent, [], message.Content];
        byte[][] parts = [.. objects.Select(part => Encoding.UTF8.GetBytes(part.ToJsonString()))];
        return [.. message.Route, Delimiter, Encoding.ASCII.GetBytes(Sign(parts)), .. parts];
    }

    /// <returns>Without its content where that is too large: then its sender can at least be told.</returns>
    /// <exception cref="BadMessageException">The frames are not a message, or not one of the front end's.</exception>
    public Message Read(IReadOnlyList<byte[]> frames)
    {
        var delimiter = frames.TakeWhile(frame => !frame.AsSpan().SequenceEqual(Delimiter)).Count();
        if (frames.Count < delimiter + 6)
            throw new BadMessageException("frames are missing");
        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(4)];
        var isTooLarge = parts[3].Length > LargestMessage;
        if (frames.Sum(frame => (long)frame.Length) - (isTooLarge ? parts[3].Length : 0) > LargestMessage)
            throw new BadMessageException("it is larger than 64 MiB");
        if (key.Length > 0)
            Verify(frames[delimiter + 1], parts);
        var content = isTooLarge ? [] : Parse(parts[3]);
        var message = new Message([.. frames.Take(delimiter)], Parse(parts[0]), Parse(parts[1]), content, isTooLarge)
        {
            Metadata = Parse(parts[2]),
        };
        if (!IsText(message.Header["msg_type"]) || !IsText(message.Header["msg_id"]))
            throw new BadMessageException("its header has no msg_type or msg_id");
        return message;
    }

    private void Verify(byte[] signature, byte[][] parts)
    {
        var expected = Sign(parts);
        if (!CryptographicOperations.FixedTimeEquals(signature, Encoding.ASCII.GetBytes(expected)))
            throw new BadMessageException("its signature is wrong");
        if (!seen.Add(expected))
            throw new BadMessageException("it came before");
        order.Enqueue(expected);
        if (order.Count > RememberedSignatures)
            seen.Remove(order.Dequeue());
    }

    private string Sign(byte[][] parts)
    {
        if (key.Length == 0)
            return "";
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
            hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static JsonObject Parse(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Strict) as JsonObject
                ?? throw new BadMessageException("a part of it is not an object");
        }
        catch (JsonException e)
        {
            throw new BadMessageException($"a part of it is not JSON: {e.Message}");
        }
    }

    private static bool IsText(JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0;
        }
        catch (InvalidOperationException) // Half of a surrogate pair.
        {
            return false;
        }
    }
}
