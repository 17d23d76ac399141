using System;

namespace HpcCoreset.Tool.Input;

/// <summary>Column z-scores: every column gets mean 0 and (population) standard deviation 1; a constant column becomes 0.</summary>
internal sealed class Standardization
{
    private readonly double[] _mean;
    private readonly double[] _deviation;

    private Standardization(double[] mean, double[] deviation) => (_mean, _deviation) = (mean, deviation);

    /// <summary>Means and deviations of the columns, computed in double in two passes.</summary>
    /// <param name="rows">The rows.</param>
    public static Standardization Of(PointStore rows)
    {
        var mean = new double[rows.Dimension];
        for (int row = 0; row < rows.Count; row++)
        {
            Span<float> values = rows[row];
            for (int column = 0; column < values.Length; column++) mean[column] += values[column];
        }
        for (int column = 0; column < mean.Length; column++) mean[column] /= rows.Count;

        var deviation = new double[rows.Dimension];
        for (int row = 0; row < rows.Count; row++)
        {
            Span<float> values = rows[row];
            for (int column = 0; column < values.Length; column++)
            {
                double difference = values[column] - mean[column];
                deviation[column] += difference * difference;
            }
        }
        for (int column = 0; column < deviation.Length; column++) deviation[column] = Math.Sqrt(deviation[column] / rows.Count);
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
