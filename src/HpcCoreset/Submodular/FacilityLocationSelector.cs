using System;
using System.Threading;

namespace HpcCoreset;

/// <summary>Greedy facility location.</summary>
public sealed class FacilityLocationSelector : IDisposable
{
    private readonly FacilityLocationOptions _options;
    private readonly CoresetBuffer _buffer = new();

    /// <summary>Creates a selector.</summary>
    /// <param name="options">What to do.</param>
    public FacilityLocationSelector(FacilityLocationOptions options) => _options = options;

    /// <summary>Picks rows.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="weights">One weight per row, or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    public Coreset Select(scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        _buffer.Reset(_options.Size);
        var covered = new double[points.Count];
        double maximum = 0;
        for (int i = 0; i < points.Count; i++)
            for (int j = 0; j < i; j++) maximum = Math.Max(maximum, SquaredDistance(points[i], points[j]));
        for (int pick = 0; pick < _options.Size; pick++)
        {
            cancellation.ThrowIfCancellationRequested();
            (int best, double bestGain) = (-1, -1);
            for (int v = 0; v < points.Count; v++)
            {
                if (_buffer.Indices.AsSpan(0, pick).Contains(v)) continue;
                double gain = 0;
                for (int i = 0; i < points.Count; i++)
                    gain += (weights.IsEmpty ? 1 : weights[i]) * Math.Max(0, maximum - SquaredDistance(points[i], points[v]) - covered[i]);
                if (gain > bestGain) (best, bestGain) = (v, gain);
            }
            for (int i = 0; i < points.Count; i++)
                covered[i] = Math.Max(covered[i], maximum - SquaredDistance(points[i], points[best]));
            _buffer.Add(best, 1, bestGain);
        }
        return new Coreset(_buffer);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose() { }

    private static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int t = 0; t < x.Length; t++)
        {
            double difference = (double)x[t] - y[t];
            sum += difference * difference;
        }
        return sum;
    }
}
