namespace HpcCoreset.Tool.Output;

/// <summary>How a summary is written.</summary>
internal enum SummaryFormat
{
    /// <summary>One line of JSON.</summary>
    Json,
}
