using HpcCoreset.Mpi;

namespace HpcCoreset.Tool.Input;

/// <summary>What the user asked for about the input.</summary>
/// <param name="Source">A file, <c>-</c> for standard input, or the name of a sample.</param>
/// <param name="Layout">Which columns mean what, if the file has columns.</param>
/// <param name="WeightsFile">A file with one weight per row, or nothing.</param>
/// <param name="LabelsFile">A file with one label per row, or nothing.</param>
/// <param name="Standardize">Whether columns become z-scores.</param>
/// <param name="Normalize">Whether rows get length 1, after standardizing.</param>
/// <param name="Format">The format, or nothing for what the name or the first bytes tell.</param>
/// <param name="Dimension">Values per row of an input that does not say so itself.</param>
/// <param name="MayMap">Whether rows may stay in their file, if that has them as they are worked on: they are read and not written, nor asked for as float32.</param>
/// <param name="Part">Which of how many parts of the rows to keep; nothing for all rows.</param>
internal sealed record InputRequest(
    string Source, DelimitedLayout Layout, string? WeightsFile = null, string? LabelsFile = null,
    bool Standardize = false, bool Normalize = false, InputFormat? Format = null, int? Dimension = null, bool MayMap = false,
    (int Number, int Of)? Part = null)
{
    /// <summary>The rows to keep of all.</summary>
    /// <param name="count">How many there are.</param>
    /// <returns>The number of the first, and of the first after them.</returns>
    public (int First, int End) Kept(int count) =>
        Part is { } part ? (AlignedRows.PartStart(count, part.Number, part.Of), AlignedRows.PartStart(count, part.Number + 1, part.Of)) : (0, count);

    /// <summary>Whether the rows to work on are other than those in the file.</summary>
    public bool Transforms => Standardize || Normalize;
}
