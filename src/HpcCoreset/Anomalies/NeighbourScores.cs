using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Anomalies;

/// <summary>
/// Scores rows, a block of them at a time against all normal rows: distances in float32, by which nearly all normal rows are seen to be too far,
/// then in double those of the few that could be among the nearest.
/// </summary>
internal sealed unsafe class NeighbourScores(NormalRows normal) : IChunkedWork
{
    /// <summary>Eight tiles of six: packed normal rows are read from memory once for so many rows.</summary>
    private const int Block = 48;

    private readonly ChunkScratch<float> _similarities = new();
    private readonly PinnedBuffer<float> _packed = new();
    private readonly PinnedBuffer<float> _terms = new();
    private readonly PinnedBuffer<float> _decoded = new();
    private readonly PinnedBuffer<double> _vectors = new();
    private readonly PinnedBuffer<double> _distances = new();
    private readonly PinnedBuffer<int> _items = new();
    private RowSource _rows;
    private GainKernel _gains = null!;
    private float* _scores;
    private double _neighbours;

    /// <summary>Makes room for scoring so many rows at a time.</summary>
    public void Reserve(int rows, int scratchLength, int threads)
    {
        int slots = Math.Min(threads, BlocksOf(rows)), block = Math.Min(Block, rows), dimension = normal.Dimension;
        _similarities.Reserve(slots, checked(block * normal.Panels.PaddedCount));
        _packed.Reserve(checked(slots * block * dimension));
        _terms.Reserve(slots * block);
        _decoded.Reserve(checked(slots * scratchLength));
        _vectors.Reserve(checked(slots * dimension));
        _distances.Reserve(checked(slots * (normal.Capacity + 1)));
        _items.Reserve(checked(slots * (normal.Capacity + 1)));
    }

    /// <summary>Scores rows that were validated. O(rows * normal rows * dimension).</summary>
    public void Run(RowSource rows, float* scores, double neighbours, int threads)
    {
        (_rows, _neighbours) = (rows, neighbours);
        _scores = scores;
        _gains = normal.Kernel.Gains(Similarity.MaxSquaredEuclidean);
        Reserve(rows.Count, rows.ScratchLength, threads);
        WorkerTeam.Run(this, BlocksOf(rows.Count), threads);
        _rows = default;
        _scores = null;
    }

    void IChunkedWork.Execute(int chunk)
    {
        int first = chunk * Block, count = Math.Min(Block, _rows.Count - first), most = Math.Min(Block, _rows.Count);
        int dimension = normal.Dimension, padded = normal.Panels.PaddedCount;
        float* similarities = _similarities.Take(out int slot);
        float* packed = _packed.Pointer + (nint)slot * most * dimension, terms = _terms.Pointer + slot * most;
        float* decoded = _decoded.Pointer + (nint)slot * _rows.ScratchLength;
        double* vector = _vectors.Pointer + (nint)slot * dimension;
        for (int v = 0; v < count; v++)
        {
            normal.Adopt(_rows.Row(first + v, decoded), vector);
            float* target = packed + (nint)v * dimension;
            // As normal rows are packed: rounded to float32 where they were scaled, then moved.
            for (int t = 0; t < dimension; t++) target[t] = (float)vector[t] - normal.Origin[t];
        }
        normal.Kernel.Prepare(packed, count, dimension, terms);
        _gains.Similarities(normal.Panels, 0, normal.Panels.PanelCount, normal.Terms, packed, count, terms, 0, similarities, padded);
        nint room = (nint)slot * (normal.Capacity + 1);
        for (int v = 0; v < count; v++)
        {
            normal.Adopt(_rows.Row(first + v, decoded), vector);
            float* own = similarities + (nint)v * padded;
            new Span<float>(own + normal.Count, padded - normal.Count).Fill(float.NegativeInfinity);
            var nearest = new NearestMass(_distances.Pointer + room, _items.Pointer + room, normal.Weights, _neighbours);
            _scores[first + v] = (float)Score(vector, own, terms[v], nearest);
        }
        _similarities.Return(slot);
    }

    /// <param name="vector">The row, in double.</param>
    /// <param name="similarities">Negated distances to all normal rows, as the kernel says.</param>
    /// <param name="squaredNorm">That of the packed row.</param>
    /// <param name="nearest">Room for the nearest.</param>
    private double Score(double* vector, float* similarities, float squaredNorm, NearestMass nearest)
    {
        NearestMass exact = nearest;
        Scan(similarities, ref nearest);
        float least = -normal.Bound(nearest.Radius, squaredNorm);
        for (int i = 0; i < normal.Count; i++)
        {
            if (similarities[i] < least) continue;
            double distance = normal.Distance(vector, i);
            if (distance < exact.Radius) exact.Add(distance, i);
        }
        return normal.Unit * exact.Mean();
    }

    /// <summary>The nearest rows by what the kernel says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(float* similarities, ref NearestMass nearest)
    {
        var least = Vector256.Create(float.NegativeInfinity);
        for (int start = 0; start < normal.Count; start += Vector256<float>.Count)
        {
            if (!Vector256.GreaterThanAny(Vector256.Load(similarities + start), least)) continue;
            for (int i = start; i < Math.Min(start + Vector256<float>.Count, normal.Count); i++)
                if (-similarities[i] < nearest.Radius) nearest.Add(-similarities[i], i);
            least = Vector256.Create((float)-nearest.Radius);
        }
    }

    private static int BlocksOf(int rows) => (int)(((long)rows + Block - 1) / Block);
}
