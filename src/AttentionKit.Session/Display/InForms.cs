namespace AttentionKit.Session.Display;

/// <summary>A value, and the MIME types that it is to be shown in.</summary>
internal sealed record InForms(object? Value, string[] MimeTypes);

/// <summary>A text that is of some MIME type already.</summary>
internal sealed record OfForm(string? Text, string MimeType);
