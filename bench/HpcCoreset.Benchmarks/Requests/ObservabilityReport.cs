using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Observability;

namespace HpcCoreset.Benchmarks.Requests;

/// <summary>What it costs a small request to be observed: by nobody, by a listener to measurements, by one to activities; in turn, by the wall clock.</summary>
internal static class ObservabilityReport
{
    private const int Rounds = 10;
    private const int Calls = 1_000;
    private const int ObservedCalls = 10_000_000;
    private const string Library = "HpcCoreset";

    private static readonly string[] s_requests = ["facility-location", "mmr"];
    private static double s_heard;

    public static void Run(TextWriter output)
    {
        double nanoseconds = NobodyListens();
        output.WriteLine($"{Request.Size} of {Request.Count} x {Request.Dimension} standard normal rows under cosine, one thread.");
        output.WriteLine();
        output.WriteLine("| request | heard by | p50, us | allocated per call | observing without a listener, ns | of the request |");
        output.WriteLine("|:--|:--|--:|--:|--:|--:|");
        foreach (string name in s_requests)
        {
            (string Name, Func<IDisposable?> Listen)[] listeners = [("nobody", () => null), ("a MeterListener", Measure), ("an ActivityListener", Trace)];
            var microseconds = new double[listeners.Length][];
            long[] allocated = new long[listeners.Length];
            for (int i = 0; i < listeners.Length; i++) microseconds[i] = new double[Rounds * Calls];
            using Request request = Request.All[name]();
            PairedRatio.WarmUp(() => request.Call());
            for (int round = 0; round < Rounds; round++)
                for (int i = 0; i < listeners.Length; i++)
                {
                    using IDisposable? listener = listeners[i].Listen();
                    request.Call(); // what a listener makes once
                    allocated[i] += Time(request, microseconds[i].AsSpan(round * Calls, Calls));
                }
            double alone = PairedRatio.MedianOf(microseconds[0]);
            for (int i = 0; i < listeners.Length; i++)
            {
                string share = i > 0 ? "| | |" : FormattableString.Invariant($"| {nanoseconds:F1} | {nanoseconds / 1e3 / alone:P3} |");
                output.WriteLine(FormattableString.Invariant(
                    $"| {name} | {listeners[i].Name} | {PairedRatio.MedianOf(microseconds[i]):F1} | {allocated[i] / (Rounds * Calls)} B {share}"));
            }
        }
        if (s_heard == 0) throw new InvalidOperationException("Nothing was heard.");
    }

    private static long Time(Request request, Span<double> microseconds)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < microseconds.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            request.Call();
            microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return GC.GetAllocatedBytesForCurrentThread() - allocated;
    }

    /// <summary>Nanoseconds of a call's observation while nobody listens, by itself.</summary>
    private static double NobodyListens()
    {
        var observer = new SelectionObserver("nobody");
        var picks = new CoresetBuffer();
        void Observe()
        {
            var points = new Points(Request.Rows, Request.Dimension);
            for (int i = 0; i < ObservedCalls; i++) observer.Begin(points).Complete(new Coreset(picks));
        }
        PairedRatio.WarmUp(Observe);
        long start = Stopwatch.GetTimestamp();
        Observe();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / ObservedCalls;
    }

    private static MeterListener Measure()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Library) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(Hear);
        listener.SetMeasurementEventCallback<long>(Hear);
        listener.Start();
        return listener;

        static void Hear<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) => s_heard += tags.Length;
    }

    private static ActivityListener Trace()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Library,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => s_heard += activity.Duration.TotalSeconds,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
