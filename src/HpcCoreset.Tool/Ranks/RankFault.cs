using System;

namespace HpcCoreset.Tool.Ranks;

/// <summary>What all processes know to be wrong: one says it, and all end.</summary>
/// <param name="code">One of <see cref="ExitCode"/>.</param>
/// <param name="message">The line that the user reads.</param>
internal sealed class RankFault(int code, string message) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int Code => code;
}
