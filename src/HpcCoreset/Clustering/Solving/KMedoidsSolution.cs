using System;

namespace HpcCoreset;

/// <summary>
/// The medoids of a k-medoids run: a view over the memory of the <see cref="KMedoidsSolver"/> that made it, valid until that solver's next
/// <see cref="KMedoidsSolver.Fit"/>.
/// </summary>
/// <remarks>Reading a view after that throws <see cref="InvalidOperationException"/>. Allocates nothing.</remarks>
public readonly ref struct KMedoidsSolution
{
    private readonly KMedoidsBuffer _buffer;
    private readonly int _version;

    internal KMedoidsSolution(KMedoidsBuffer buffer)
    {
        _buffer = buffer;
        _version = buffer.Version;
    }

    /// <summary>
    /// Number of medoids: what was asked for, or, if that is less, the number of rows of positive weight that differ once moved to their
    /// mean in float32.
    /// </summary>
    public int Clusters => Medoids.Length;

    /// <summary>The medoids' numbers among the rows of <see cref="KMedoidsSolver.Fit"/>, ascending.</summary>
    public ReadOnlySpan<int> Medoids => Checked.Medoids;

    /// <summary>The weighted sum of the distances of all rows to their nearest medoid, in double from the original rows.</summary>
    public double Cost => Checked.Cost;

    /// <summary>Swaps done in the restart that won.</summary>
    public int Swaps => Checked.Swaps;

    private KMedoidsBuffer Checked
    {
        get
        {
            if (_buffer.Version != _version)
                throw new InvalidOperationException(
                    "This solution is a view over its solver's memory and the solver has run again; copy the medoids to keep them.");
            return _buffer;
        }
    }
}
