using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// Few disks around some of the sites of a covering that leave no more than a given mass uncovered: again and again the site whose disk
/// of radius r holds most uncovered mass is picked, and what is within a multiple of r of it counts as covered; the smallest r that
/// suffices is found by bisection (Charikar, Khuller, Mount, Narasimhan, SODA 2001; on the weighted sites of a covering: Ceccarello,
/// Pietracaprina, Pucci, PVLDB 12, 2019).
/// </summary>
/// <remarks>
/// Let r* be the best radius and rho that of the covering. For r of at least r* + 2 rho, the sites of each best cluster lie within r of the
/// site that stands for its centre. So with the multiple 3 every disk either covers such a cluster, or is as heavy as one and touches
/// none: r suffices, and all rows but the mass left out are within 3 r + rho of a pick.
/// </remarks>
internal sealed unsafe class OutlierDisks : IChunkedWork, IDisposable
{
    /// <summary>Radii are told apart up to a factor of 1 + 2^-10: by the bits of a float32 above these.</summary>
    private const int IgnoredBits = 13;

    private readonly RowPanels _panels = new();
    private readonly PinnedBuffer<float> _values = new();
    private readonly PinnedBuffer<float> _lengths = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly PinnedBuffer<double> _uncovered = new();
    private readonly PinnedBuffer<double> _held = new();
    private readonly PinnedBuffer<int> _picks = new();
    private readonly PinnedBuffer<double> _gains = new();
    private WeightedRows _rows = null!;

    /// <summary>Number of disks: what was asked for, or fewer if these leave no more uncovered than they may.</summary>
    public int Count { get; private set; }

    /// <summary>The numbers of the sites that they are around.</summary>
    public ReadOnlySpan<int> Picks => _picks.Span(Count);

    /// <summary>The uncovered mass that each held when it was picked.</summary>
    public ReadOnlySpan<double> Gains => _gains.Span(Count);

    /// <summary>Makes room, so that no later run of this shape allocates. 4 B for each pair of sites.</summary>
    public void Reserve(int sites, int dimension, int size)
    {
        _panels.Reserve(sites, dimension);
        _values.Reserve(checked(sites * dimension));
        _lengths.Reserve(checked(sites * _panels.PaddedCount));
        _owner.Reserve(checked(sites * RowPanels.Lanes));
        _uncovered.Reserve(sites);
        _held.Reserve(sites);
        _picks.Reserve(size);
        _gains.Reserve(size);
    }

    /// <summary>Computes the distances of all pairs of sites. O(sites^2 * dimension).</summary>
    /// <param name="rows">The rows, packed.</param>
    /// <param name="sites">The rows that are sites.</param>
    public void Load(WeightedRows rows, ReadOnlySpan<int> sites)
    {
        int dimension = rows.PackedDimension;
        _panels.Reserve(sites.Length, dimension);
        float* values = _values.Pointer;
        for (int site = 0; site < sites.Length; site++) rows.Panels.CopyRow(sites[site], values + (nint)site * dimension);
        for (int panel = 0; panel < _panels.PanelCount; panel++)
            _panels.Pack(panel, values + (nint)panel * RowPanels.Lanes * dimension, dimension, null);
        _rows = rows;
        WorkerTeam.Run(this, sites.Length, rows.Threads);
        _rows = null!;
    }

    /// <summary>Finds disks. O(sites^2) for each of some 18 radii.</summary>
    /// <param name="weights">The mass of each site.</param>
    /// <param name="size">Most disks.</param>
    /// <param name="outliers">The mass that may stay uncovered.</param>
    /// <param name="multiple">What is covered around a pick, as a multiple of r.</param>
    /// <param name="cancellation">Looked at before every radius.</param>
    public void Find(double* weights, int size, double outliers, int multiple, CancellationToken cancellation)
    {
        float longest = 0;
        for (int site = 0; site < _panels.Count; site++)
            for (int other = 0; other < site; other++) longest = Math.Max(longest, Lengths(site)[other]);
        (int tooShort, int enough) = (-1, BitConverter.SingleToInt32Bits(longest) >> IgnoredBits);
        while (enough - tooShort > 1)
        {
            cancellation.ThrowIfCancellationRequested();
            int middle = tooShort + (enough - tooShort) / 2;
            if (Cover(weights, size, Radius(middle), multiple) <= outliers) enough = middle;
            else tooShort = middle;
        }
        Cover(weights, size, Radius(enough), multiple);
    }

    public void Dispose() => _panels.Dispose();

    /// <summary>One site's distances from all, as lengths.</summary>
    void IChunkedWork.Execute(int site)
    {
        float* lengths = Lengths(site);
        new Span<float>(lengths, _panels.PaddedCount).Fill(float.PositiveInfinity);
        int* owner = _owner.Pointer + (nint)site * RowPanels.Lanes;
        for (int panel = 0; panel < _panels.PanelCount; panel++)
            // Nobody asks for the owners: all panels write theirs to the same place.
            _rows.Kernel.Relax(
                _panels, panel, 1, _values.Pointer + (nint)site * _panels.Dimension, site, lengths, owner - (nint)panel * RowPanels.Lanes);
        for (int other = 0; other < _panels.Count; other++) lengths[other] = (float)_rows.Units.Length(lengths[other]);
    }

    private float* Lengths(int site) => _lengths.Pointer + (nint)site * _panels.PaddedCount;

    private static float Radius(int bits) => BitConverter.Int32BitsToSingle((bits << IgnoredBits) | ((1 << IgnoredBits) - 1));

    /// <summary>Picks greedily for one radius, lowest site on ties.</summary>
    /// <returns>The mass that stays uncovered.</returns>
    private double Cover(double* weights, int size, float radius, int multiple)
    {
        int sites = _panels.Count;
        double* uncovered = _uncovered.Pointer, held = _held.Pointer;
        new Span<double>(weights, sites).CopyTo(new Span<double>(uncovered, sites));
        new Span<double>(held, sites).Clear();
        for (int site = 0; site < sites; site++) Hold(site, radius, weights[site]);
        for (Count = 0; Count < size; Count++)
        {
            int best = 0;
            for (int site = 1; site < sites; site++)
                if (held[site] > held[best]) best = site;
            if (!(held[best] > 0)) break;
            (_picks.Pointer[Count], _gains.Pointer[Count]) = (best, held[best]);
            float* lengths = Lengths(best);
            for (int site = 0; site < sites; site++)
            {
                if (!(uncovered[site] > 0) || lengths[site] > multiple * radius) continue;
                Hold(site, radius, -uncovered[site]);
                uncovered[site] = 0;
            }
            held[best] = double.NegativeInfinity; // what rounding leaves there is no mass
        }
        double left = 0;
        for (int site = 0; site < sites; site++) left += uncovered[site];
        return left;
    }

    /// <summary>Adds a mass at a site to all disks that hold it.</summary>
    private void Hold(int site, float radius, double mass)
    {
        float* lengths = Lengths(site);
        double* held = _held.Pointer;
        for (int other = 0; other < _panels.Count; other++) held[other] += lengths[other] <= radius ? mass : 0;
    }
}
