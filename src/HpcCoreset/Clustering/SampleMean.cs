using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// The mean of up to 256 rows of all ranks at equal distances: an origin for rows that are not packed, whose mean nobody knows. Not the
/// mean of the centres, which one outlier among them moves away from all rows, so that every row has near-ties.
/// </summary>
internal sealed unsafe class SampleMean
{
    private const int Most = 256;
    private readonly PinnedBuffer<double> _sum = new();

    /// <summary>Makes room for rows of so many values.</summary>
    public void Reserve(int dimension) => _sum.Reserve(dimension);

    /// <summary>Computes it. Every rank calls it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="mean">Receives one value per column.</param>
    public void Run(WeightedRows rows, float* mean)
    {
        int count = Math.Min(rows.TotalCount, Most), dimension = rows.Dimension;
        Span<double> sum = new(_sum.Reserve(dimension), dimension);
        sum.Clear();
        rows.Ranks.TakeOver(sum);
        float* scratch = rows.TakeScratch(out int slot);
        for (int i = 0; i < count; i++)
        {
            int row = (int)((long)rows.TotalCount * i / count) - rows.FirstRow;
            if (row >= 0 && row < rows.Count) RowArithmetic.Accumulate(rows.Row(row, scratch), 1, _sum.Pointer, dimension);
        }
        rows.ReturnScratch(slot);
        rows.Ranks.HandOver(sum);
        for (int t = 0; t < dimension; t++) mean[t] = (float)(sum[t] / count);
    }
}
