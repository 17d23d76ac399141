using System.ComponentModel;

namespace HpcCoreset.Runtime;

/// <summary>
/// A distance in two steps: what orders a row's centres, computed per pair, and what all of these lack, computed once per row.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRankedDistance
{
    /// <summary>A number that rises with the distance, for one row.</summary>
    /// <param name="sum">The inner product, or the sum of a metric without one.</param>
    /// <param name="pointTerm">The centre's number: its squared norm; unused by what needs none.</param>
    static abstract T Rank<T>(T sum, T pointTerm)
        where T : struct, ILane<T>;

    /// <summary>The distance.</summary>
    /// <param name="rank">What <see cref="Rank"/> said.</param>
    /// <param name="rowTerm">The row's number.</param>
    static abstract T Distance<T>(T rank, T rowTerm)
        where T : struct, ILane<T>;
}
