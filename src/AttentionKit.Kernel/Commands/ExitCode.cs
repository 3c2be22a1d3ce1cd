namespace AttentionKit.Kernel.Commands;

/// <summary>What the process says to the one who started it.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int CellFailed = 1;
    public const int BadInput = 2;
}
