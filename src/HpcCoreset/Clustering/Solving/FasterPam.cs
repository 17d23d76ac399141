using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// FasterPAM (Schubert, Rousseeuw, Information Systems 101, 2021), weighted: goes round the rows and swaps a medoid for a row at once if
/// that lowers the cost, until no such swap is left.
/// </summary>
/// <remarks>
/// The best medoid to give up for a row is found in one go over the row's distances: a medoid that goes costs its rows the way to their
/// second nearest, which is known for all medoids; only rows that the new one is nearer to than their second nearest change that. Rows of
/// weight 0 are never swapped in. Sums are double, over the rows in order.
/// </remarks>
/// <param name="mostKept">Most distances between rows to keep; the default is 256 MB of them, those of 8,192 rows.</param>
internal sealed unsafe class FasterPam(int mostKept = 1 << 26)
{
    /// <summary>The share of the cost that a swap must save: less may be rounding, and two swaps could take turns for ever.</summary>
    private const double LeastGain = 1.0 / (1L << 40);

    /// <summary>How many rows go by between two looks at the cancellation token.</summary>
    private const int RowsPerLook = 64;

    private readonly PairDistances _distances = new(mostKept);
    private readonly PinnedBuffer<int> _medoids = new();
    private readonly PinnedBuffer<float> _medoidDistances = new(); // [medoid][row]
    private readonly PinnedBuffer<float> _nearest = new();
    private readonly PinnedBuffer<float> _second = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly PinnedBuffer<int> _runnerUp = new();
    private readonly PinnedBuffer<bool> _isMedoid = new();
    private readonly PinnedBuffer<double> _losses = new(); // how much dearer it gets when a medoid goes and none comes
    private readonly PinnedBuffer<double> _trial = new();
    private WeightedRows _rows = null!;
    private int _clusters;

    /// <summary>The medoids' row numbers.</summary>
    public Span<int> Medoids => _medoids.Span(_clusters);

    /// <summary>Swaps done.</summary>
    public int Swaps { get; private set; }

    /// <summary>Takes up packed rows, and makes room for up to <paramref name="clusters"/> medoids among them.</summary>
    public void Load(WeightedRows rows, int clusters)
    {
        _rows = rows;
        _distances.Load(rows);
        _medoids.Reserve(clusters);
        _medoidDistances.Reserve(checked(clusters * rows.PaddedCount));
        _losses.Reserve(clusters);
        _trial.Reserve(clusters);
        _nearest.Reserve(rows.PaddedCount);
        _second.Reserve(rows.PaddedCount);
        _owner.Reserve(rows.PaddedCount);
        _runnerUp.Reserve(rows.PaddedCount);
        _isMedoid.Reserve(rows.Count);
    }

    /// <summary>Forgets the rows.</summary>
    public void Release()
    {
        _distances.Release();
        _rows = null!;
    }

    /// <summary>Swaps. O(rows * rows) for one round, and that times the dimension where distances are not kept.</summary>
    /// <param name="seeds">The first medoids: different rows of positive weight.</param>
    /// <param name="mostRounds">Most rounds over all rows.</param>
    /// <param name="cancellation">Looked at every few rows.</param>
    public void Run(ReadOnlySpan<int> seeds, int mostRounds, CancellationToken cancellation)
    {
        (_clusters, Swaps) = (seeds.Length, 0);
        Start(seeds);
        double cost = Account();
        int count = _rows.Count;
        long left = (long)count * mostRounds;
        for (int row = 0, unchanged = 0; left > 0 && unchanged < count; row = row + 1 < count ? row + 1 : 0, unchanged++, left--)
        {
            if (row % RowsPerLook == 0) cancellation.ThrowIfCancellationRequested();
            if (_isMedoid.Pointer[row] || !(_rows.Weights[row] > 0)) continue;
            float* distances = _distances.Of(row);
            (int given, double change) = _clusters == 1 ? (0, ChangeOfTheOnlyOne(distances)) : BestToGive(distances);
            if (!(change < -LeastGain * cost)) continue;
            Swap(given, row, distances);
            cost = Account();
            unchanged = -1;
        }
    }

    private void Start(ReadOnlySpan<int> seeds)
    {
        int padded = _rows.PaddedCount;
        seeds.CopyTo(Medoids);
        new Span<bool>(_isMedoid.Pointer, _rows.Count).Clear();
        foreach (int medoid in seeds) _isMedoid.Pointer[medoid] = true;
        _distances.Fill(_medoids.Pointer, _clusters, _medoidDistances.Pointer);
        new Span<float>(_nearest.Pointer, padded).Fill(float.PositiveInfinity);
        new Span<float>(_second.Pointer, padded).Fill(float.PositiveInfinity);
        for (int medoid = 0; medoid < _clusters; medoid++)
            for (int row = 0; row < _rows.Count; row++) Insert(row, medoid, DistanceOf(medoid, row));
        new Span<float>(_second.Pointer + _rows.Count, padded - _rows.Count).Clear(); // nothing is nearer than this to the padding
    }

    /// <summary>The cost, and what each medoid saves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Account()
    {
        double cost = 0;
        double* losses = _losses.Pointer;
        new Span<double>(losses, _clusters).Clear();
        for (int row = 0; row < _rows.Count; row++)
        {
            double weight = _rows.Weights[row], nearest = _nearest.Pointer[row];
            cost += weight * nearest;
            if (_clusters > 1) losses[_owner.Pointer[row]] += weight * (_second.Pointer[row] - nearest);
        }
        return cost;
    }

    private double ChangeOfTheOnlyOne(float* distances)
    {
        double change = 0;
        for (int row = 0; row < _rows.Count; row++) change += _rows.Weights[row] * ((double)distances[row] - _nearest.Pointer[row]);
        return change;
    }

    /// <summary>The medoid whose place a row takes best, lowest number on ties, and what that does to the cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int Medoid, double Change) BestToGive(float* distances)
    {
        double* trial = _trial.Pointer, weights = _rows.Weights;
        float* nearests = _nearest.Pointer, seconds = _second.Pointer;
        int* owner = _owner.Pointer;
        new ReadOnlySpan<double>(_losses.Pointer, _clusters).CopyTo(new Span<double>(trial, _clusters));
        double gained = 0; // whichever medoid goes
        for (int start = 0, padded = _rows.PaddedCount; start < padded; start += Vector256<float>.Count)
        {
            uint nearer = Vector256.LessThan(Vector256.Load(distances + start), Vector256.Load(seconds + start)).ExtractMostSignificantBits();
            for (; nearer != 0; nearer &= nearer - 1)
            {
                int row = start + BitOperations.TrailingZeroCount(nearer);
                double distance = distances[row], nearest = nearests[row], weight = weights[row];
                gained += weight * Math.Min(distance - nearest, 0);
                trial[owner[row]] += weight * (Math.Max(distance, nearest) - seconds[row]);
            }
        }
        int best = 0;
        for (int medoid = 1; medoid < _clusters; medoid++)
            if (trial[medoid] < trial[best]) best = medoid;
        return (best, trial[best] + gained);
    }

    private void Swap(int given, int row, float* distances)
    {
        _isMedoid.Pointer[_medoids.Pointer[given]] = false;
        _isMedoid.Pointer[row] = true;
        _medoids.Pointer[given] = row;
        new ReadOnlySpan<float>(distances, _rows.Count).CopyTo(new Span<float>(_medoidDistances.Pointer + (nint)given * _distances.Stride, _rows.Count));
        for (int other = 0; other < _rows.Count; other++)
        {
            float distance = distances[other], before = _second.Pointer[other];
            bool wasNearest = _owner.Pointer[other] == given, wasSecond = !wasNearest && _runnerUp.Pointer[other] == given;
            if (wasSecond) _second.Pointer[other] = float.PositiveInfinity;
            if ((wasNearest || wasSecond) && distance > before) Rank(other); // what was third is not known
            else if (wasNearest) _nearest.Pointer[other] = distance;
            else Insert(other, given, distance);
        }
        Swaps++;
    }

    /// <summary>The two nearest medoids of a row, from all.</summary>
    private void Rank(int row)
    {
        _nearest.Pointer[row] = _second.Pointer[row] = float.PositiveInfinity;
        for (int medoid = 0; medoid < _clusters; medoid++) Insert(row, medoid, DistanceOf(medoid, row));
    }

    /// <summary>One more medoid for a row.</summary>
    private void Insert(int row, int medoid, float distance)
    {
        if (distance < _nearest.Pointer[row])
        {
            (_second.Pointer[row], _runnerUp.Pointer[row]) = (_nearest.Pointer[row], _owner.Pointer[row]);
            (_nearest.Pointer[row], _owner.Pointer[row]) = (distance, medoid);
        }
        else if (distance < _second.Pointer[row]) (_second.Pointer[row], _runnerUp.Pointer[row]) = (distance, medoid);
    }

    private float DistanceOf(int medoid, int row) => _medoidDistances.Pointer[(nint)medoid * _distances.Stride + row];
}
