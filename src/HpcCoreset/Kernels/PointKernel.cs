using System;

namespace HpcCoreset.Kernels;

/// <summary>
/// The passes of one (metric, dimension) over <see cref="RowPanels"/>: the one virtual call between an algorithm and generated code,
/// paid once per pass over many rows (<see cref="Distance"/> alone is paid per pair). Calls are thread-safe for disjoint panel ranges.
/// </summary>
internal abstract unsafe class PointKernel
{
    /// <summary>Metric, dimension and instruction set, for reports: <c>SquaredEuclidean/64/avx512</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The dimension compiled in, or 0 for a kernel that takes any.</summary>
    public abstract int Dimension { get; }

    /// <summary>Whether the tiles accumulate inner products, as the similarities of facility location need.</summary>
    public abstract bool UsesInnerProduct { get; }

    /// <summary>The passes over candidates with a similarity's epilogue. O(1), allocates on the first call for a similarity only.</summary>
    public abstract GainKernel Gains(Similarity similarity);

    /// <summary>
    /// The metric of one pair of row-major vectors, in difference form, with the bits of <see cref="Relax"/>. O(dimension) and a virtual
    /// call: for single pairs (a row and its own centre, a drawn row and the seeds that wait), not for rows times centres.
    /// </summary>
    public abstract float Distance(float* a, float* b, int dimension);

    /// <summary>
    /// One new centre against the rows of panels [first, first + count): where its distance is smaller than <paramref name="nearest"/>,
    /// the distance and <paramref name="centreIndex"/> replace what is there. Difference form, so exact near 0.
    /// </summary>
    /// <param name="rows">The packed rows.</param>
    /// <param name="first">First panel.</param>
    /// <param name="count">Number of panels.</param>
    /// <param name="centre">The centre in the packed rows' coordinates (origin subtracted).</param>
    /// <param name="centreIndex">What to write to <paramref name="owner"/>.</param>
    /// <param name="nearest">One float per padded row of the whole store, indexed by row.</param>
    /// <param name="owner">One int per padded row of the whole store, indexed by row.</param>
    public abstract void Relax(RowPanels rows, int first, int count, float* centre, int centreIndex, float* nearest, int* owner);

    /// <summary>
    /// The rows of panels [first, first + count) against all centres: index of the nearest, its distance and the distance of the
    /// runner-up, lowest index on exact ties. Inner-product metrics compute the expanded form and then decide near-ties again in
    /// double-precision difference form from <paramref name="originals"/>, so owners are those of exact arithmetic on these wherever
    /// double can tell; their distances are off by at most (d + 6) 2^-24 (|x| + |c|)^2.
    /// </summary>
    /// <param name="rows">The packed rows.</param>
    /// <param name="first">First panel.</param>
    /// <param name="count">Number of panels.</param>
    /// <param name="centres">The centres, row-major and packed (stride = dimension), in the packed rows' coordinates.</param>
    /// <param name="centreCount">Number of centres, at least 1.</param>
    /// <param name="centreTerms">One scratch float per centre, filled by <see cref="Prepare"/>.</param>
    /// <param name="rowTerms">One float per padded row, filled by <see cref="PrepareRows"/>.</param>
    /// <param name="owner">One int per padded row, indexed by row.</param>
    /// <param name="distance">One float per padded row, indexed by row.</param>
    /// <param name="runnerUp">One float per padded row, indexed by row; infinity when there is one centre.</param>
    /// <param name="sums">Scratch: <paramref name="centreCount"/> * 64 floats that no other call uses at the same time.</param>
    /// <param name="originals">What rows and centres were rounded from when they were packed; by default they were not.</param>
    public abstract void Assign(
        RowPanels rows, int first, int count, float* centres, int centreCount, float* centreTerms, float* rowTerms,
        int* owner, float* distance, float* runnerUp, float* sums, Originals originals = default);

    /// <summary>Fills the per-point terms (squared norms) that <see cref="Assign"/> needs for row-major vectors.</summary>
    public abstract void Prepare(float* vectors, int count, int dimension, float* terms);

    /// <summary>Fills the per-row terms of panels [first, first + count).</summary>
    public abstract void PrepareRows(RowPanels rows, int first, int count, float* terms);
}
