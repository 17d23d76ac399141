using System;
using System.Linq;
using System.Threading;

namespace HpcCoreset.Benchmarks.Measures;

/// <summary>
/// A speed as a fraction of the FMA peak, which is measured right before and right after every run: clock rates and neighbours change
/// both alike.
/// </summary>
/// <param name="Median">The median of all runs.</param>
/// <param name="Low">The lowest median of a repetition.</param>
/// <param name="High">The highest median of a repetition.</param>
internal readonly record struct PairedRatio(double Median, double Low, double High)
{
    private const int Repetitions = 5;
    private const int Runs = 9;
    private const int WarmUps = 4;
    private const double WarmUpSeconds = 0.1;
    private const double ShortestRun = 0.004;

    /// <summary>Runs <paramref name="work"/>, of <paramref name="flops"/> useful flops, as often as it takes.</summary>
    public static PairedRatio Measure(double flops, Action work)
    {
        WarmUp(work);
        int calls = (int)Math.Ceiling(ShortestRun / Math.Max(Time(work, 1), 1e-7));
        double[] all = new double[Repetitions * Runs];
        double[] medians = new double[Repetitions];
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            Span<double> own = all.AsSpan(repetition * Runs, Runs);
            for (int run = 0; run < Runs; run++)
            {
                double before = PeakFlops.Measure(), seconds = Time(work, calls), after = PeakFlops.Measure();
                own[run] = flops * calls / seconds / ((before + after) / 2);
            }
            medians[repetition] = MedianOf(own.ToArray());
        }
        return new PairedRatio(MedianOf(all), medians.Min(), medians.Max());
    }

    /// <summary>The middle one.</summary>
    public static double MedianOf(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    public override string ToString() => FormattableString.Invariant($"{Median:F2} ({Low:F2}-{High:F2})");

    /// <summary>
    /// Calls and pauses in turn: the JIT compiles a method for good after 30 calls and 100 ms in which it learned of no new one, twice.
    /// </summary>
    public static void WarmUp(Action work)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            double spent = 0;
            for (int calls = 0; calls < 40 && (calls < 3 || spent < WarmUpSeconds); calls++) spent += Time(work, 1);
            Thread.Sleep(200);
        }
    }

    private static double Time(Action work, int calls)
    {
        double start = ThreadClock.Seconds;
        for (int i = 0; i < calls; i++) work();
        return ThreadClock.Seconds - start;
    }
}
