namespace HpcCoreset.Tool;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>A fault of the program or of the machine.</summary>
    public const int Fault = 1;

    /// <summary>Bad arguments or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>Ctrl+C, as shells report it.</summary>
    public const int Interrupted = 130;
}
