using System;
using System.Runtime.CompilerServices;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>What a k-means coreset samples by: a score per row, a stratum per row, and a key that orders the rows of a stratum.</summary>
/// <remarks>
/// All methods are one formula, half a row's share of the cost plus half its share of its cluster's mass, every cluster as much as any
/// other, over finer and finer clusterings: none (no cost at all), one cluster (lightweight coresets), the clusters of a bicriteria
/// solution of twice as many as the coreset is for. Without the halves, as often written, cost would hardly count with many clusters.
/// </remarks>
internal sealed unsafe class ImportanceScores : IChunkedWork, IDisposable
{
    private const ulong SeedingStream = 0;
    private const ulong OrderStream = 2;
    private const int SeedsPerCluster = 2;

    /// <summary>The share of the sample that goes by cost, the rest by mass: any constant in between keeps the guarantees.</summary>
    private const double CostShare = 0.5;

    private readonly ClusterMeans _means = new();
    private readonly RowCosts _costs = new();
    private readonly PinnedBuffer<int> _oneCluster = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly PinnedBuffer<double> _scores = new();
    private readonly PinnedBuffer<double> _perMass = new();
    private readonly PinnedBuffer<uint> _keys = new();
    private readonly FarthestMass _farthest = new();
    private readonly PinnedBuffer<int> _kept = new();
    private readonly PinnedBuffer<double> _keptWeights = new();
    private IBicriteriaSolution? _solution;
    private WeightedRows _rows = null!;
    private Philox _order;
    private double _perCost;
    private double _meanCost;
    private bool _byCost;

    /// <summary>One per row, 0 for rows of weight 0.</summary>
    public double* Scores => _scores.Pointer;

    /// <summary>One per row: its place within a stratum, as a fraction of 2^32.</summary>
    public uint* Keys => _keys.Pointer;

    /// <summary>The stratum of each row.</summary>
    public int* Strata { get; private set; }

    /// <summary>Number of strata, of which the last ones are empty when there are not as many distinct rows.</summary>
    public int StrataCount { get; private set; }

    /// <summary>The cost of the bicriteria solution, the strata's means; 0 for uniform sampling.</summary>
    public double Cost { get; private set; }

    /// <summary>Row-to-centre distances computed.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Rows that are in the coreset with their own weights, whatever is drawn, ascending; their scores are 0.</summary>
    public ReadOnlySpan<int> Kept => _kept.Span(KeptCount);

    /// <summary>The weights of <see cref="Kept"/>.</summary>
    public ReadOnlySpan<double> KeptWeights => _keptWeights.Span(KeptCount);

    private int KeptCount { get; set; }

    /// <summary>Scores the rows.</summary>
    public void Build(WeightedRows rows, in ConstructionTask task)
    {
        _scores.Reserve(rows.Count);
        _keys.Reserve(rows.Count);
        (_rows, _order, _byCost) = (rows, new Philox(task.Seed, OrderStream), task.Options.Method != ClusteringCoresetMethod.Uniform);
        if (task.Options.Method is ClusteringCoresetMethod.Sensitivity or ClusteringCoresetMethod.FastCoreset) Cluster(rows, task);
        else TakeAsOne(rows);
        (Cost, KeptCount) = (0, 0);
        if (_byCost) MeasureCosts(rows, task.Cancellation);
        if (task.Options.Outliers > 0)
        {
            SetAside(rows, task);
            MeasureCosts(rows, task.Cancellation);
        }
        WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
        _rows = null!;
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        if (_byCost) ScoreByCost(first, first + count);
        else ScoreByWeight(first, first + count);
    }

    public void Dispose() => (_solution as IDisposable)?.Dispose();

    /// <summary>The analysis asks for a cost near the best, not for the best.</summary>
    private void Cluster(WeightedRows rows, in ConstructionTask task)
    {
        int wanted = (int)Math.Min(rows.TotalCount, (long)task.Options.Clusters * SeedsPerCluster);
        _solution ??= Solution(rows, task.Options);
        _solution.Run(rows, wanted, new Philox(task.Seed, SeedingStream), task.Progress, task.Cancellation);
        // As many as asked for, not as found: what is reserved must depend on the shape of the rows alone.
        (StrataCount, Evaluations) = (wanted, _solution.Evaluations);
        Strata = _solution.Owner;
        int length = checked(wanted * rows.Dimension);
        double* centres = _centres.Reserve(length);
        new Span<double>(centres, length).Clear();
        for (int c = 0; c < _solution.Count; c++) rows.CopyTo(_solution.Seeds[c], centres + (nint)c * rows.Dimension);
    }

    private static IBicriteriaSolution Solution(WeightedRows rows, ClusteringCoresetOptions options) => options.Seeding switch
    {
        _ when rows.CountsBits || rows.CostsAreTheKernels => new KMeansPlusPlus(),
        _ when options.Method == ClusteringCoresetMethod.FastCoreset => new QuadtreeSeeding(),
        BicriteriaSeeding.KMeansPlusPlus => new KMeansPlusPlus(),
        BicriteriaSeeding.Projection => new ProjectionSeeding(),
        _ => new RejectionSeeding(),
    };

    private void TakeAsOne(WeightedRows rows)
    {
        (StrataCount, Evaluations) = (1, 0);
        Strata = _oneCluster.Reserve(rows.Count);
        new Span<int>(Strata, rows.Count).Clear();
        new Span<double>(_centres.Reserve(rows.Dimension), rows.Dimension).Clear();
    }

    /// <summary>
    /// Robust coresets (Huang, Jiang, Lou, Wu, ICLR 2023): of rows that may be outliers nothing is estimated, and they count neither in the
    /// means nor in the costs of the others.
    /// </summary>
    private void SetAside(WeightedRows rows, in ConstructionTask task)
    {
        ClusteringCoresetOptions options = task.Options;
        double threshold = _farthest.Threshold(_costs.Costs, rows.Weights, rows.Count, options.Outliers * (1 + 1 / options.OutlierEpsilon));
        int* kept = _kept.Reserve(task.Size);
        double* weights = _keptWeights.Reserve(task.Size);
        for (int row = 0; row < rows.Count; row++)
        {
            if (!(_costs.Costs[row] > threshold && rows.Weights[row] > 0)) continue;
            if (KeptCount == task.Size - 1) // of the others at least one must stand for the rest
                throw new ArgumentException(FormattableString.Invariant(
                    $"options.Outliers: found {options.Outliers}, for which at least {task.Size} rows would be kept; options.Size allows fewer than that."));
            (kept[KeptCount], weights[KeptCount++]) = (row, rows.Weights[row]);
            rows.Weights[row] = 0;
        }
    }

    private void MeasureCosts(WeightedRows rows, CancellationToken cancellation)
    {
        _means.Reserve(rows.TotalCount, rows.Dimension, StrataCount);
        _means.Run(rows, Strata, _centres.Pointer, StrataCount);
        rows.Ranks.ThrowIfCancelled(cancellation);
        Cost = _costs.Run(rows, Strata, _centres.Pointer, StrataCount);
        Evaluations += rows.TotalCount;
        if (rows.CostsAreTheKernels) CheckCosts(rows.Count);
        (int filled, double mass) = (0, 0);
        for (int stratum = 0; stratum < StrataCount; stratum++)
        {
            mass += _means.Masses[stratum];
            if (_means.Masses[stratum] > 0) filled++;
        }
        double* perMass = _perMass.Reserve(StrataCount);
        for (int stratum = 0; stratum < StrataCount; stratum++) perMass[stratum] = (1 - CostShare) / (filled * _means.Masses[stratum]);
        _perCost = double.IsNormal(Cost) ? CostShare / Cost : 0; // of a cost below that the inverse may be infinite
        _meanCost = Cost / mass;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreByCost(int first, int end)
    {
        double* costs = _costs.Costs, weights = _rows.Weights, perMass = _perMass.Pointer, scores = Scores;
        (double perCost, double meanCost) = (_perCost, _meanCost);
        uint* keys = Keys;
        int* strata = Strata;
        for (int row = first; row < end; row++)
        {
            (double weight, double cost) = (weights[row], costs[row]);
            scores[row] = weight > 0 ? weight * cost * perCost + weight * perMass[strata[row]] : 0;
            keys[row] = cost > 0 ? (uint)Math.Min(cost / (cost + meanCost) * (1L << 32), uint.MaxValue) : 0;
        }
    }

    /// <summary>Refuses what the kernel of a metric that is not ours may say and no probability can be made of.</summary>
    private void CheckCosts(int rows)
    {
        for (int row = 0; row < rows; row++)
            if (!(_costs.Costs[row] >= 0 && double.IsFinite(_costs.Costs[row])))
                throw new ArgumentException(FormattableString.Invariant(
                    $"TKernel: found a distance of {_costs.Costs[row]} of row {row} to its centre; allowed are finite values of at least 0."));
    }

    /// <summary>A walk by row number would follow any rhythm in the data; in a random order it is simple random sampling.</summary>
    private void ScoreByWeight(int first, int end)
    {
        for (int row = first; row < end; row++) (Scores[row], Keys[row]) = (_rows.Weights[row], _order.UInt32((ulong)(_rows.FirstRow + row)));
    }
}
