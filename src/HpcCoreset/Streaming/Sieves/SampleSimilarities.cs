using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Submodular;

namespace HpcCoreset.Streaming;

/// <summary>Similarities of up to a panel of rows to packed rows, in float32, chunks of the latter in parallel.</summary>
internal sealed unsafe class SampleSimilarities : IChunkedWork
{
    /// <summary>Most rows at once.</summary>
    public const int Together = RowPanels.Lanes;

    private readonly PinnedBuffer<float> _points = new();
    private readonly PinnedBuffer<float> _terms = new();
    private readonly PinnedBuffer<float> _similarities = new();
    private PackedCandidates _rows = null!;
    private int _count;

    /// <summary>Makes room for so many rows of a dimension. Their similarities are as far apart as there are padded rows.</summary>
    public void Reserve(int paddedRows, int dimension)
    {
        _points.Reserve(checked(Together * dimension));
        _terms.Reserve(Together);
        _similarities.Reserve(checked(Together * paddedRows));
    }

    /// <summary>Takes a row of those packed to the same origin as number <paramref name="place"/>.</summary>
    public void Take(PackedCandidates source, int row, int place)
    {
        source.Rows.CopyRow(row, _points.Pointer + (nint)place * source.Rows.Dimension);
        _terms.Pointer[place] = source.Terms[row];
    }

    /// <summary>Takes the rows of a panel.</summary>
    public int TakePanel(PackedCandidates source, int panel)
    {
        int count = source.Rows.RowsIn(panel);
        source.Rows.CopyRows(panel, _points.Pointer);
        for (int j = 0; j < count; j++) _terms.Pointer[j] = source.Terms[panel * RowPanels.Lanes + j];
        return count;
    }

    /// <summary>Computes the similarities of the rows taken.</summary>
    /// <returns>The first row's; at least what they are, by float32's rounding.</returns>
    public float* Run(PackedCandidates rows, int count, int threads)
    {
        (_rows, _count) = (rows, count);
        WorkerTeam.Run(this, rows.Rows.ChunkCount, threads);
        return _similarities.Pointer;
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = _rows.Panels(chunk);
        _rows.Gains.Similarities(
            _rows.Rows, first, count, _rows.Terms, _points.Pointer, _count, _terms.Pointer, _rows.Parameter, _similarities.Pointer, _rows.Rows.PaddedCount);
    }
}
