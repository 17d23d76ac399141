using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// ProTraS (Ros, Guillaume, Expert Systems with Applications 105, 2018): every row belongs to the group of its nearest pick; the next
/// pick is the farthest row of the group whose mass times radius is largest, and the picks end when the sum of these over the mass of
/// all, the mean radius, is at most epsilon, here <see cref="ClusteringCoresetOptions.Radius"/>.
/// </summary>
/// <remarks>
/// As in the paper but for what it leaves to chance or to whoever programs it: the first pick is the row farthest from the mean, ties go to
/// the lowest group and row, rows have weights, and distances are those of the metric, in float32 (the paper's are Euclidean). Unlike a
/// farthest-first traversal every step needs all distances, because a new group has to be weighed.
/// </remarks>
internal sealed unsafe class ProTraS : IConstruction
{
    private readonly MeanDistances _mean = new();
    private readonly PickDistances _distances = new();
    private readonly PinnedBuffer<double> _masses = new();
    private readonly PinnedBuffer<int> _farthest = new();
    private CoresetBuffer _result = null!;
    private int _first;

    public bool MakesCentroids => false;

    public bool KeepsFewRows => false;

    public double Cost { get; private set; }

    public long Evaluations { get; private set; }

    public void Build(WeightedRows rows, in ConstructionTask task, CoresetBuffer result)
    {
        (_result, _first) = (result, result.Count);
        int size = Math.Min(task.Size, rows.Count);
        try
        {
            _mean.Run(rows, task.Options.FirstRow);
            rows.Pack();
            _distances.Reset(rows, size);
            _masses.Reserve(size);
            _farthest.Reserve(size);
            int next = _mean.FirstRow;
            Cost = double.PositiveInfinity;
            do
            {
                task.Cancellation.ThrowIfCancellationRequested();
                result.Add(next, 0, Cost);
                _distances.Add(next);
                _distances.Update();
                next = Weigh(rows);
                task.Progress?.Report(_distances.Count / (double)size);
            }
            while (_distances.Count < size && Cost > task.Options.Radius);
            for (int pick = 0; pick < _distances.Count; pick++) result.Weights[_first + pick] = _masses.Pointer[pick];
            Evaluations = (long)rows.Count * (_distances.Count + 1);
        }
        finally
        {
            _distances.Release();
            _result = null!;
        }
    }

    /// <summary>Masses and farthest rows of all groups, and the mean of their radii.</summary>
    /// <returns>The farthest row of the group with the largest product of mass and radius.</returns>
    private int Weigh(WeightedRows rows)
    {
        double* masses = _masses.Pointer;
        int* farthest = _farthest.Pointer;
        float* nearest = _distances.Nearest;
        int groups = _distances.Count;
        for (int group = 0; group < groups; group++) (masses[group], farthest[group]) = (0, _result.Indices[_first + group]);
        for (int row = 0; row < rows.Count; row++)
        {
            if (!(rows.Weights[row] > 0)) continue;
            int group = _distances.Owner[row];
            masses[group] += rows.Weights[row];
            if (nearest[row] > nearest[farthest[group]]) farthest[group] = row; // its own pick is at minus infinity
        }
        (int next, double largest, double sum, double mass) = (0, -1, 0, 0);
        for (int group = 0; group < groups; group++)
        {
            double product = masses[group] * rows.Units.CostOfLength(rows.Units.Length(Math.Max(0, nearest[farthest[group]])));
            sum += product;
            mass += masses[group];
            if (product > largest) (next, largest) = (farthest[group], product);
        }
        Cost = sum / mass;
        return next;
    }
}
