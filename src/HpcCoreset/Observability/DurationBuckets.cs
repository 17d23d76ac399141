using System.Diagnostics.Metrics;

namespace HpcCoreset.Observability;

/// <summary>Where histograms of durations are cut unless the listener knows better: requests take some 50 us, batches minutes.</summary>
internal static class DurationBuckets
{
    public static InstrumentAdvice<double> Advice { get; } = new()
    {
        HistogramBucketBoundaries =
        [
            1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100,
        ],
    };
}
