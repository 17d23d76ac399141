using System;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;

namespace HpcCoreset.Benchmarks.Peers;

/// <summary>The parts of k-means on their own, packing counted: seeding, and Lloyd's iterations from given centres.</summary>
internal sealed unsafe class KMeansParts(float[] rows, int dimension, int clusters, int threads) : IDisposable
{
    private readonly WeightedRows _rows = new(Metric.SquaredEuclidean);
    private readonly KMeansPlusPlus _seeding = new();
    private readonly Lloyd _lloyd = new();
    private readonly double[] _centres = GC.AllocateArray<double>(clusters * dimension, pinned: true);

    /// <summary>Plain k-means++, one candidate a step.</summary>
    public void Seed(ulong seed)
    {
        fixed (float* first = rows)
        fixed (double* centres = _centres)
        {
            Load(first);
            _seeding.Run(_rows, clusters, new Philox(seed, 0));
            for (int c = 0; c < _seeding.Count; c++) _rows.CopyTo(_seeding.Seeds[c], centres + c * dimension);
        }
    }

    public void Iterate(float[] start, int iterations)
    {
        fixed (float* first = rows)
        fixed (double* centres = _centres)
        {
            Load(first);
            for (int i = 0; i < start.Length; i++) centres[i] = start[i];
            _lloyd.Run(_rows, centres, clusters, iterations, tolerance: 0);
        }
    }

    /// <summary>Of the rows against the centres last found.</summary>
    public double Cost()
    {
        fixed (float* first = rows)
        fixed (double* centres = _centres)
        {
            Load(first);
            return _lloyd.Cost(_rows, centres, clusters);
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _lloyd.Dispose();
    }

    private void Load(float* first) => _rows.Load(new RowSource(first, rows.Length / dimension, dimension, dimension), default, threads);
}
