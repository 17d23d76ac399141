using System;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Gate;

/// <summary>The speed of a pass as a fraction of its peak, robust on a machine that others use as well.</summary>
/// <param name="Value">Median of the pairs.</param>
/// <param name="Allocated">Bytes that the measured calls allocated.</param>
internal readonly record struct GuardedFraction(double Value, long Allocated)
{
    private const int Pairs = 15;

    /// <summary>
    /// Bursts of each side in a pair, in turn; the best of each counts. What others do only ever slows a burst, and a burst of a
    /// millisecond often escapes them, so the best of a few is nearer to the truth than any mean; the clock rate drifts far more slowly.
    /// </summary>
    private const int Bursts = 4;

    private const double ShortestBurst = 0.0008;

    public static GuardedFraction Measure(GuardedPass pass, bool slowed)
    {
        double once = double.PositiveInfinity;
        for (int i = 0; i < Bursts; i++) once = Math.Min(once, Time(pass, 1, slowed: false));
        int calls = (int)Math.Ceiling(ShortestBurst / once);
        double[] fractions = new double[Pairs];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int pair = 0; pair < Pairs; pair++)
        {
            double peak = 0, seconds = double.PositiveInfinity;
            for (int burst = 0; burst < Bursts; burst++)
            {
                peak = Math.Max(peak, pass.Peak());
                seconds = Math.Min(seconds, Time(pass, calls, slowed));
            }
            fractions[pair] = pass.Work * calls / seconds / peak;
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new(PairedRatio.MedianOf(fractions), allocated);
    }

    public GuardedFraction OrBetter(GuardedFraction again) => new(Math.Max(Value, again.Value), Allocated + again.Allocated);

    private static double Time(GuardedPass pass, int calls, bool slowed)
    {
        double start = ThreadClock.Seconds;
        for (int i = 0; i < calls; i++) pass.Run(slowed);
        return ThreadClock.Seconds - start;
    }
}
