using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Tool.Input;

/// <summary>Column z-scores: every column gets mean 0 and (population) standard deviation 1; a constant column becomes 0.</summary>
internal sealed class Standardization
{
    private readonly double[] _mean;
    private readonly double[] _deviation;

    private Standardization(double[] mean, double[] deviation) => (_mean, _deviation) = (mean, deviation);

    /// <summary>Means and deviations of the columns, computed in double in two passes.</summary>
    /// <param name="rows">The rows.</param>
    public static Standardization Of(PointStore rows) => Of(rows, RankGroup.Alone);

    /// <summary>The same of the rows of many processes, which take their turns: sums go on where those of the process before end.</summary>
    /// <param name="rows">The rows of this one.</param>
    /// <param name="ranks">The processes.</param>
    public static Standardization Of(PointStore rows, RankGroup ranks)
    {
        ulong count = (ulong)rows.Count;
        ranks.Sum(new Span<ulong>(ref count));
        var mean = new double[rows.Dimension];
        ranks.TakeOver(mean);
        for (int row = 0; row < rows.Count; row++)
        {
            Span<float> values = rows[row];
            for (int column = 0; column < values.Length; column++) mean[column] += values[column];
        }
        ranks.HandOver(mean);
        for (int column = 0; column < mean.Length; column++) mean[column] /= count;

        var deviation = new double[rows.Dimension];
        ranks.TakeOver(deviation);
        for (int row = 0; row < rows.Count; row++)
        {
            Span<float> values = rows[row];
            for (int column = 0; column < values.Length; column++)
            {
                double difference = values[column] - mean[column];
                deviation[column] += difference * difference;
            }
        }
        ranks.HandOver(deviation);
        for (int column = 0; column < deviation.Length; column++) deviation[column] = Math.Sqrt(deviation[column] / count);
        return new Standardization(mean, deviation);
    }

    /// <summary>Replaces rows by their z-scores.</summary>
    /// <param name="rows">The rows, or others to compare with them.</param>
    public void Apply(PointStore rows)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            Span<float> values = rows[row];
            for (int column = 0; column < values.Length; column++)
            {
                // The mean of equal values may be off by a rounding, so a constant column is told by a deviation below that rounding.
                bool constant = _deviation[column] <= 1e-12 * Math.Abs(_mean[column]);
                values[column] = constant ? 0 : (float)((values[column] - _mean[column]) / _deviation[column]);
            }
        }
    }
}
