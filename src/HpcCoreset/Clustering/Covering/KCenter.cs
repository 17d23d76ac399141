using System;

namespace HpcCoreset.Clustering;

/// <summary>Coverings: <see cref="FarthestFirst"/> picks, each of which stands for the rows nearest to it.</summary>
internal sealed unsafe class KCenter : IConstruction, IDisposable
{
    /// <summary>What rows of the same direction may be apart for nothing: scaling each to length 1 rounds, in double, by 2^-53 a value.</summary>
    private const double SameDirection = 1.0 / (1L << 50) / (1L << 50);

    private readonly MeanDistances _mean = new();
    private readonly FarthestFirst _traversal = new();
    private readonly OutlierCovering _outliers = new();

    public bool MakesCentroids => false;

    public bool KeepsFewRows => false;

    public double Cost { get; private set; }

    public long Evaluations { get; private set; }

    public void Build(WeightedRows rows, in ConstructionTask task, CoresetBuffer result)
    {
        _mean.Run(rows, task.Options.FirstRow);
        double radius = Math.Max(task.Options.Radius, rows.IsSpherical ? SameDirection : 0);
        double outliers = task.Options.Outliers;
        int picks = task.Size;
        if (outliers > 0)
        {
            picks = OutlierCovering.Sites(rows, task.Size, outliers);
            rows.Pack();
            _outliers.Reserve(rows, picks, Math.Min(task.Size, picks));
            result.ReserveOutliers(rows.Count);
        }
        _traversal.Run(rows, picks, radius, _mean, task.Progress, task.Cancellation);
        (Cost, Evaluations) = (_traversal.Radius, _traversal.Evaluations + rows.Count);
        if (_traversal.Count <= task.Size) AddAll(rows, result);
        else
        {
            _outliers.Run(rows, _traversal, task.Size, outliers, result, task.Cancellation);
            (Cost, Evaluations) = (_outliers.Radius, Evaluations + _outliers.Evaluations);
        }
    }

    public void Dispose() => _outliers.Dispose();

    /// <summary>Every pick of the traversal, with the mass of the rows nearest to it.</summary>
    private void AddAll(WeightedRows rows, CoresetBuffer result)
    {
        int first = result.Count;
        for (int pick = 0; pick < _traversal.Count; pick++) result.Add(_traversal.Picks[pick], 0, _traversal.Radii[pick]);
        for (int row = 0; row < rows.Count; row++)
            if (rows.Weights[row] > 0) result.Weights[first + _traversal.Owner[row]] += rows.Weights[row];
    }
}
