using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// k-center with outliers: disks around the sites of a finer covering, found twice, once with the multiple that the guarantee needs and
/// once without any, which on most data leaves smaller radii; of both the one whose radius over all rows but the outliers is smaller.
/// </summary>
/// <remarks>
/// The radius is at most 3 r* + 7 rho (see <see cref="OutlierDisks"/>), up to a factor of 1 + 2^-10. With at least size + outliers sites rho
/// is at most 2 r*, as for any farthest-first traversal; with eight times as many it is a fraction of that on data of low dimension.
/// </remarks>
internal sealed unsafe class OutlierCovering : IDisposable
{
    private const int SitesPerPick = 8;

    /// <summary>Most sites, whose pairs take 64 MB, unless more are needed for the guarantee.</summary>
    private const int MostSites = 4096;

    /// <summary>Most sites in any case: 256 MB of pairs. Beyond, the covering may leave outliers uncovered and is coarser.</summary>
    public const int LimitOfSites = 8192;

    private readonly OutlierDisks _disks = new();
    private readonly PickDistances _distances = new();
    private readonly RowCosts _costs = new();
    private readonly FarthestMass _farthest = new();
    private readonly PinnedBuffer<double> _masses = new();
    private readonly PinnedBuffer<double> _centres = new();

    /// <summary>The largest distance of a row that is no outlier.</summary>
    public double Radius { get; private set; }

    /// <summary>Row-to-pick and site-to-site distances computed.</summary>
    public long Evaluations { get; private set; }

    /// <summary>How many sites the covering shall have.</summary>
    /// <exception cref="ArgumentException">The outliers are as much as all rows, so that none has to be covered.</exception>
    public static int Sites(WeightedRows rows, int size, double outliers)
    {
        (double mass, int positive) = (0, 0);
        for (int row = 0; row < rows.Count; row++)
            if (rows.Weights[row] > 0) (mass, positive) = (mass + rows.Weights[row], positive + 1);
        if (outliers >= mass)
            throw new ArgumentException(FormattableString.Invariant($"options.Outliers: found {outliers}; all rows together weigh {mass}, and less than that is allowed."));
        double needed = size + Math.Min(rows.Count, Math.Ceiling(outliers / mass * positive));
        double wanted = Math.Max(Math.Min(needed * SitesPerPick, MostSites), Math.Min(needed, LimitOfSites));
        return (int)Math.Min(wanted, rows.Count);
    }

    /// <summary>Makes room, so that no later run of this shape allocates.</summary>
    public void Reserve(WeightedRows rows, int sites, int size)
    {
        _disks.Reserve(sites, rows.PackedDimension, size);
        _distances.Reserve(rows, size);
        _costs.Reserve(rows, size);
        _masses.Reserve(sites);
        _centres.Reserve(checked(size * rows.Dimension));
        _farthest.Reserve();
    }

    /// <summary>Adds the covering to a result: picks, masses of the rows that each covers, and the outliers.</summary>
    /// <param name="rows">The rows, packed.</param>
    /// <param name="sites">The finer covering, of more sites than picks.</param>
    /// <param name="size">Most picks.</param>
    /// <param name="outliers">The mass that may stay uncovered.</param>
    /// <param name="result">Receives it.</param>
    /// <param name="cancellation">Looked at between radii.</param>
    public void Run(WeightedRows rows, FarthestFirst sites, int size, double outliers, CoresetBuffer result, CancellationToken cancellation)
    {
        double* masses = _masses.Pointer;
        new Span<double>(masses, sites.Count).Clear();
        for (int row = 0; row < rows.Count; row++)
            if (rows.Weights[row] > 0) masses[sites.Owner[row]] += rows.Weights[row];
        _disks.Load(rows, sites.Picks);
        Evaluations = (long)sites.Count * sites.Count;
        try
        {
            double guaranteed = Try(3);
            if (Try(1) > guaranteed) Try(3);
        }
        finally
        {
            _distances.Release();
        }
        Add(rows, sites, result);

        double Try(int multiple)
        {
            _disks.Find(_masses.Pointer, size, outliers, multiple, cancellation);
            return Radius = Measure(rows, sites, size, outliers);
        }
    }

    public void Dispose() => _disks.Dispose();

    /// <summary>The radius over all rows but the outliers, from what each row costs at its pick in double.</summary>
    private double Measure(WeightedRows rows, FarthestFirst sites, int size, double outliers)
    {
        _distances.Reset(rows, size);
        double* centres = _centres.Pointer;
        for (int pick = 0; pick < _disks.Count; pick++)
        {
            int row = sites.Picks[_disks.Picks[pick]];
            _distances.Add(row);
            rows.CopyTo(row, centres + (nint)pick * rows.Dimension);
        }
        _distances.Update();
        _costs.Run(rows, _distances.Owner, centres, _disks.Count);
        Evaluations += (long)rows.Count * (_disks.Count + 1);
        return _farthest.Threshold(_costs.Costs, rows.Weights, rows.Count, outliers);
    }

    private void Add(WeightedRows rows, FarthestFirst sites, CoresetBuffer result)
    {
        int first = result.Count;
        for (int pick = 0; pick < _disks.Count; pick++) result.Add(sites.Picks[_disks.Picks[pick]], 0, _disks.Gains[pick]);
        for (int row = 0; row < rows.Count; row++)
        {
            if (!(rows.Weights[row] > 0)) continue;
            if (_costs.Costs[row] > Radius) result.Outliers[result.OutlierCount++] = row;
            else result.Weights[first + _distances.Owner[row]] += rows.Weights[row];
        }
    }
}
