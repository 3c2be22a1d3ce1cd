namespace AttentionKit.Models;

/// <summary>A file of weights that can't be read, or does not fit the model: the message says what must hold and what came.</summary>
public sealed class WeightsException : IOException
{
    /// <param name="message">What must hold, what came, what to do.</param>
    /// <param name="cause">What was thrown first, if anything was.</param>
    public WeightsException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
