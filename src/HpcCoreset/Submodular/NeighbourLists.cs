using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The most similar candidates of every row, and for every candidate the rows that have it among theirs, with their similarities in
/// double. Every pair is compared, by tiles; which candidates are the most similar is decided by the bounds in float32, lowest candidate
/// on ties.
/// </summary>
/// <remarks>16 bytes per row and neighbour. O(rows * candidates * dimension), by chunks of rows in parallel.</remarks>
internal sealed unsafe class NeighbourLists : IChunkedWork
{
    private readonly PinnedBuffer<int> _neighbours = new();
    private readonly PinnedBuffer<int> _starts = new();
    private readonly PinnedBuffer<int> _rows = new();
    private readonly PinnedBuffer<double> _similarities = new();
    private readonly ChunkScratch<float> _points = new();
    private readonly ChunkScratch<float> _bounds = new();
    private readonly ChunkScratch<float> _kept = new();
    private PackedCandidates _packed = null!;
    private CancellationToken _cancellation;
    private int _most;

    /// <summary>The lowest similarities that were seen on the way.</summary>
    public LowestSimilarities Lowest { get; } = new();

    /// <summary>The rows that have a candidate among their most similar, ascending.</summary>
    public ReadOnlySpan<int> Rows(int candidate) => new(_rows.Pointer + _starts.Pointer[candidate], Length(candidate));

    /// <summary>Their similarities to it.</summary>
    public ReadOnlySpan<double> Similarities(int candidate) => new(_similarities.Pointer + _starts.Pointer[candidate], Length(candidate));

    /// <summary>Compares all pairs.</summary>
    /// <param name="packed">The rows and the candidates.</param>
    /// <param name="exact">The same in the caller's memory.</param>
    /// <param name="most">Candidates to keep for each row; all if there are fewer.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Ends the run.</param>
    public void Build(PackedCandidates packed, ExactSimilarity exact, int most, int threads, CancellationToken cancellation)
    {
        (_packed, _cancellation) = (packed, cancellation);
        int count = packed.Rows.Count, candidates = packed.Candidates.Rows.Count;
        _most = Math.Min(most, candidates);
        _neighbours.Reserve(checked(count * _most));
        _rows.Reserve(count * _most);
        _similarities.Reserve(count * _most);
        _starts.Reserve(candidates + 1);
        _points.Reserve(threads, RowPanels.Lanes * packed.Rows.Dimension);
        _bounds.Reserve(threads, RowPanels.Lanes * RowPanels.ChunkRows);
        _kept.Reserve(threads, checked(RowPanels.ChunkRows * (_most + 1)));
        Lowest.Reserve(packed.Rows.ChunkCount, RowPanels.ChunkPanels, packed.Candidates.Rows.PanelCount);
        WorkerTeam.Run(this, packed.Rows.ChunkCount, threads);
        Transpose(count, candidates);
        for (int candidate = 0; candidate < candidates; candidate++)
        {
            if (candidate % RowPanels.ChunkRows == 0) cancellation.ThrowIfCancellationRequested();
            exact.Evaluate(candidate, _rows.Pointer + _starts.Pointer[candidate], Length(candidate), _similarities.Pointer + _starts.Pointer[candidate]);
        }
    }

    /// <summary>One chunk of rows against all candidates, a panel of them at a time.</summary>
    void IChunkedWork.Execute(int chunk)
    {
        RowPanels rows = _packed.Rows, candidates = _packed.Candidates.Rows;
        (int first, int panels) = _packed.Panels(chunk);
        int row = first * RowPanels.Lanes, count = Math.Min(panels * RowPanels.Lanes, rows.Count - row);
        float* points = _points.Take(out int pointSlot), bounds = _bounds.Take(out int boundSlot), kept = _kept.Take(out int keptSlot);
        float* least = kept + (nint)RowPanels.ChunkRows * _most;
        // Nothing is kept yet, so everything is better; padding is never.
        new Span<float>(kept, RowPanels.ChunkRows * (_most + 1)).Fill(float.NegativeInfinity);
        new Span<float>(least, RowPanels.ChunkRows)[count..].Fill(float.PositiveInfinity);
        for (int panel = 0; panel < candidates.PanelCount; panel++)
        {
            _cancellation.ThrowIfCancellationRequested();
            int candidate = panel * RowPanels.Lanes, among = candidates.RowsIn(panel);
            candidates.CopyRows(panel, points);
            _packed.Gains.Similarities(
                rows, first, panels, _packed.Terms, points, among, _packed.Candidates.Terms + candidate, _packed.Parameter, bounds - row, RowPanels.ChunkRows);
            float lowest = float.PositiveInfinity;
            for (int j = 0; j < among; j++)
            {
                float* similarities = bounds + (nint)j * RowPanels.ChunkRows;
                if (_packed.Form.IsRelativeToMaximum) lowest = Math.Min(lowest, TensorPrimitives.Min(new ReadOnlySpan<float>(similarities, count)));
                Keep(candidate + j, similarities, panels * RowPanels.Lanes, kept, least, _neighbours.Pointer + (nint)row * _most);
            }
            Lowest[chunk, panel] = lowest;
        }
        _points.Return(pointSlot);
        _bounds.Return(boundSlot);
        _kept.Return(keptSlot);
    }

    /// <summary>Puts a candidate into the lists of the rows that it is more similar to than the least similar one of theirs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Keep(int candidate, float* similarities, int count, float* kept, float* least, int* neighbours)
    {
        for (int i = 0; i < count; i += Vector256<float>.Count)
        {
            uint better = Vector256.GreaterThan(Vector256.Load(similarities + i), Vector256.Load(least + i)).ExtractMostSignificantBits();
            for (; better != 0; better &= better - 1)
            {
                int row = i + System.Numerics.BitOperations.TrailingZeroCount(better);
                float* own = kept + (nint)row * _most;
                int* names = neighbours + (nint)row * _most;
                int place = _most - 1;
                for (; place > 0 && own[place - 1] < similarities[row]; place--) (own[place], names[place]) = (own[place - 1], names[place - 1]);
                (own[place], names[place]) = (similarities[row], candidate);
                least[row] = own[_most - 1];
            }
        }
    }

    /// <summary>From the candidates of each row to the rows of each candidate, by counting.</summary>
    private void Transpose(int count, int candidates)
    {
        int* starts = _starts.Pointer;
        _starts.Span(candidates + 1).Clear();
        for (int i = 0; i < count * _most; i++) starts[_neighbours.Pointer[i]]++;
        for (int v = 0, sum = 0; v <= candidates; v++) (starts[v], sum) = (sum, sum + starts[v]);
        for (int i = 0; i < count * _most; i++) _rows.Pointer[starts[_neighbours.Pointer[i]]++] = i / _most;
        // Filling has moved every start to the next one's.
        for (int v = candidates; v > 0; v--) starts[v] = starts[v - 1];
        starts[0] = 0;
    }

    private int Length(int candidate) => _starts.Pointer[candidate + 1] - _starts.Pointer[candidate];
}
