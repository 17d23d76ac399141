using System.ComponentModel;

namespace HpcCoreset.Runtime;

/// <summary>A distance or similarity as the epilogue of a pass: from what the pass summed up and one number per point.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPairValue
{
    /// <summary>The value of a pair.</summary>
    /// <param name="sum">The inner product, or the sum of a metric without one.</param>
    /// <param name="rowTerm">The row's number: its squared norm; unused by what needs none.</param>
    /// <param name="pointTerm">The centre's or candidate's number.</param>
    /// <param name="parameter">Gamma, or 1 / dimension; unused by the others.</param>
    static abstract T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T>;
}
