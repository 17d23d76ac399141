using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>What a k-means coreset samples by: a score per row, a stratum per row, and a key that orders the rows of a stratum.</summary>
/// <remarks>
/// All three methods are one formula, w cost / (cost of all) + w / (mass of the cluster), over finer and finer clusterings: none (no
/// cost at all), one cluster (lightweight coresets), the clusters of twice as many k-means++ seeds as the coreset is for.
/// </remarks>
internal sealed unsafe class ImportanceScores
{
    private const ulong SeedingStream = 0;
    private const ulong OrderStream = 2;
    private const int SeedsPerCluster = 2;

    private readonly KMeansPlusPlus _seeding = new();
    private readonly ClusterMeans _means = new();
    private readonly RowCosts _costs = new();
    private readonly PinnedBuffer<int> _oneCluster = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly PinnedBuffer<double> _scores = new();
    private readonly PinnedBuffer<uint> _keys = new();

    /// <summary>One per row, 0 for rows of weight 0.</summary>
    public double* Scores => _scores.Pointer;

    /// <summary>One per row: the order within a stratum.</summary>
    public uint* Keys => _keys.Pointer;

    /// <summary>The stratum of each row.</summary>
    public int* Strata { get; private set; }

    /// <summary>Number of strata, of which the last ones are empty when there are not as many distinct rows.</summary>
    public int StrataCount { get; private set; }

    /// <summary>The cost of the bicriteria solution, the strata's means; 0 for uniform sampling.</summary>
    public double Cost { get; private set; }

    /// <summary>Row-to-centre distances computed.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Scores the rows.</summary>
    public void Build(WeightedRows rows, in ConstructionTask task)
    {
        _scores.Reserve(rows.Count);
        _keys.Reserve(rows.Count);
        if (task.Options.Method == ClusteringCoresetMethod.Sensitivity) Seed(rows, task);
        else TakeAsOne(rows);
        if (task.Options.Method == ClusteringCoresetMethod.Uniform) ScoreByWeight(rows, new Philox(task.Seed, OrderStream));
        else ScoreByCost(rows);
    }

    /// <summary>Seeds, and every row to its nearest; the analysis asks for a cost near the best, not for the best.</summary>
    private void Seed(WeightedRows rows, in ConstructionTask task)
    {
        int wanted = (int)Math.Min(rows.Count, (long)task.Options.Clusters * SeedsPerCluster);
        _seeding.Run(rows, wanted, new Philox(task.Seed, SeedingStream), task.Progress, task.Cancellation);
        // As many as asked for, not as found: what is reserved must depend on the shape of the rows alone.
        (StrataCount, Evaluations) = (wanted, _seeding.Evaluations);
        Strata = _seeding.Owner;
        int length = checked(wanted * rows.Dimension);
        double* centres = _centres.Reserve(length);
        new Span<double>(centres, length).Clear();
        for (int c = 0; c < _seeding.Count; c++) rows.CopyTo(_seeding.Seeds[c], centres + (nint)c * rows.Dimension);
    }

    private void TakeAsOne(WeightedRows rows)
    {
        (StrataCount, Evaluations) = (1, 0);
        Strata = _oneCluster.Reserve(rows.Count);
        new Span<int>(Strata, rows.Count).Clear();
        new Span<double>(_centres.Reserve(rows.Dimension), rows.Dimension).Clear();
    }

    private void ScoreByCost(WeightedRows rows)
    {
        _means.Reserve(rows.Count, rows.Dimension, StrataCount);
        _means.Run(rows, Strata, _centres.Pointer, StrataCount);
        Cost = _costs.Run(rows, Strata, _centres.Pointer, StrataCount);
        Evaluations += rows.Count;
        if (rows.CostsAreTheKernels) CheckCosts(rows.Count);
        double perCost = double.IsNormal(Cost) ? 1 / Cost : 0; // of a cost below that the inverse may be infinite
        for (int row = 0; row < rows.Count; row++)
        {
            (double weight, double cost) = (rows.Weights[row], _costs.Costs[row]);
            Scores[row] = weight > 0 ? weight * cost * perCost + weight / _means.Masses[Strata[row]] : 0;
            Keys[row] = BitConverter.SingleToUInt32Bits((float)cost); // ascending for values of at least 0
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
    private void ScoreByWeight(WeightedRows rows, in Philox random)
    {
        Cost = 0;
        for (int row = 0; row < rows.Count; row++)
            (Scores[row], Keys[row]) = (rows.Weights[row], random.UInt32((ulong)row));
    }
}
