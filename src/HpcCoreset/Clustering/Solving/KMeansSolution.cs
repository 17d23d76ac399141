using System;

namespace HpcCoreset;

/// <summary>
/// The centres of a k-means run: a view over the memory of the <see cref="KMeansSolver"/> that made it, valid until that solver's next
/// <see cref="KMeansSolver.Fit"/> or <see cref="KMeansSolver.Refine"/>.
/// </summary>
/// <remarks>Reading a view after that throws <see cref="InvalidOperationException"/>. Allocates nothing.</remarks>
public readonly ref struct KMeansSolution
{
    private readonly KMeansBuffer _buffer;
    private readonly int _version;

    internal KMeansSolution(KMeansBuffer buffer)
    {
        _buffer = buffer;
        _version = buffer.Version;
    }

    /// <summary>
    /// Number of centres: what was asked for, or, if that is less, the number of rows of positive weight that differ once moved to their
    /// mean in float32.
    /// </summary>
    public int Clusters => Checked.Clusters;

    /// <summary>Values per centre.</summary>
    public int Dimension => Checked.Dimension;

    /// <summary>The centres, row-major: <see cref="Clusters"/> rows of <see cref="Dimension"/> values, of unit length under cosine.</summary>
    public ReadOnlySpan<float> Centres => Checked.Centres;

    /// <summary>The weighted sum of the distances of all rows to their nearest centre, in double from the original rows.</summary>
    public double Cost => Checked.Cost;

    /// <summary>Lloyd iterations done in the restart that won.</summary>
    public int Iterations => Checked.Iterations;

    private KMeansBuffer Checked
    {
        get
        {
            if (_buffer.Version != _version)
                throw new InvalidOperationException(
                    "This solution is a view over its solver's memory and the solver has run again; copy the centres to keep them.");
            return _buffer;
        }
    }
}
