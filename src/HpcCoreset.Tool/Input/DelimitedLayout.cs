namespace HpcCoreset.Tool.Input;

/// <summary>Which columns of a <c>.csv</c> or <c>.tsv</c> file mean what; a column is a header's name or a number from 0.</summary>
/// <param name="LabelColumn">The column with labels, or nothing.</param>
/// <param name="WeightColumn">The column with weights, or nothing.</param>
/// <param name="Columns">Comma-separated columns and ranges (<c>3-9</c>) that make a row; nothing stands for all others.</param>
/// <param name="Header">Whether the first line is a header; nothing for what it looks like.</param>
internal sealed record DelimitedLayout(string? LabelColumn = null, string? WeightColumn = null, string? Columns = null, HeaderLine? Header = null)
{
    /// <summary>Whether the first line is a header; nothing for what it looks like.</summary>
    public bool? HasHeader => Header is { } header ? header == HeaderLine.Yes : null;

    /// <summary>Whether anything was said about the file.</summary>
    public bool IsGiven => this != new DelimitedLayout();
}
