using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// Greedy k-means++ (Arthur, Vassilvitskii, SODA 2007, section 7): every step draws several candidates as <see cref="KMeansPlusPlus"/>
/// draws seeds, and keeps the one that leaves the lowest cost, lowest row on ties. What a solver starts from: better seeds, at a pass over
/// the rows per step.
/// </summary>
internal sealed unsafe class GreedyKMeansPlusPlus : IChunkedWork
{
    private readonly PinnedBuffer<int> _seeds = new();
    private readonly PinnedBuffer<int> _drawn = new();
    private readonly PinnedBuffer<float> _centres = new();
    private SeedDistances _distances = new();
    private SeedDistances[] _trials = [];
    private WeightedRows _rows = null!;
    private int _candidates;

    /// <summary>Number of seeds found: what was asked for, or the number of distinct rows of positive weight if that is less.</summary>
    public int Count { get; private set; }

    /// <summary>The seeds' row numbers.</summary>
    public ReadOnlySpan<int> Seeds => _seeds.Span(Count);

    /// <summary>The nearest seed of each row, lowest number on ties.</summary>
    public int* Owner => _distances.Owner;

    /// <summary>Draws seeds, from 2 + floor(ln seeds) candidates each. O(rows * seeds * candidates * dimension).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="clusters">Number of seeds.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    public void Run(WeightedRows rows, int clusters, in Philox random, CancellationToken cancellation = default)
    {
        int most = 2 + (int)Math.Log(clusters);
        Reserve(rows, clusters, most);
        try
        {
            Draw(clusters, most, random, cancellation);
        }
        finally
        {
            _distances.Release();
            foreach (SeedDistances trial in _trials) trial.Release();
            _rows = null!;
        }
    }

    void IChunkedWork.Execute(int chunk) => _distances.Try(chunk, _centres.Pointer, Count, _trials.AsSpan(0, _candidates));

    private void Draw(int clusters, int most, in Philox random, CancellationToken cancellation)
    {
        WeightedRows rows = _rows;
        _distances.Fill(1); // at distance 1 from everything, the law of a further seed is that of the first
        for (Count = 0; Count < clusters; Count++)
        {
            cancellation.ThrowIfCancellationRequested();
            double total = _distances.AddUp();
            if (!(total > 0)) break; // every row of positive weight is a copy of a seed
            _candidates = Count == 0 ? 1 : most;
            for (int c = 0; c < _candidates; c++)
            {
                int row = _distances.Draw(total * random.Double((ulong)Count * (ulong)most + (ulong)c));
                _drawn.Pointer[c] = row;
                rows.Panels.CopyRow(row, _centres.Pointer + (nint)c * rows.PackedDimension);
            }
            if (Count == 0) _distances.Fill(float.PositiveInfinity);
            WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
            int best = Best();
            _seeds.Pointer[Count] = _drawn.Pointer[best];
            (_distances, _trials[best]) = (_trials[best], _distances);
        }
    }

    /// <summary>The candidate of the lowest cost, lowest row on ties.</summary>
    private int Best()
    {
        (int best, double lowest) = (0, _trials[0].AddUp());
        for (int c = 1; c < _candidates; c++)
        {
            double total = _trials[c].AddUp();
            if (total < lowest || (total == lowest && _drawn.Pointer[c] < _drawn.Pointer[best])) (best, lowest) = (c, total);
        }
        return best;
    }

    private void Reserve(WeightedRows rows, int clusters, int candidates)
    {
        rows.Pack();
        _rows = rows;
        _seeds.Reserve(Math.Min(clusters, rows.Count));
        _drawn.Reserve(candidates);
        _centres.Reserve(checked(candidates * rows.PackedDimension));
        int before = _trials.Length;
        if (before < candidates) Array.Resize(ref _trials, candidates);
        for (; before < candidates; before++) _trials[before] = new();
        _distances.Reserve(rows);
        foreach (SeedDistances trial in _trials) trial.Reserve(rows);
    }
}
