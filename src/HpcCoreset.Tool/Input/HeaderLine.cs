namespace HpcCoreset.Tool.Input;

/// <summary>What the first line of a <c>.csv</c> or <c>.tsv</c> file is, where a user says so.</summary>
internal enum HeaderLine
{
    /// <summary>A row.</summary>
    No,

    /// <summary>The names of the columns.</summary>
    Yes,
}
