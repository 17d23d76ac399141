namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>What a parser did with a file.</summary>
internal enum FuzzOutcome
{
    /// <summary>It read it, and what it read holds together.</summary>
    Read,

    /// <summary>It refused it, with one line that names the file.</summary>
    Refused,

    /// <summary>Anything else.</summary>
    Fault,
}
