using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

/// <summary>What a service hears of its selections.</summary>
internal static class Listening
{
    public static void Run()
    {
        var random = new Random(1);
        float[] passages = [.. Enumerable.Range(0, 200 * 384).Select(_ => random.NextSingle() - 0.5f)];
        float[] query = passages[..384];
        int thread = Environment.CurrentManagedThreadId;
        void Print(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Environment.CurrentManagedThreadId != thread) return; // other tests select as well
            // What depends on the machine is left out.
            string shown = instrument is Histogram<double> ? "" : $" {value}";
            Console.WriteLine($"{instrument.Name}{shown} {instrument.Unit}, {string.Join(", ", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
        }

        #region meter-listener
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "HpcCoreset") listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) => Print(instrument, seconds, tags));
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) => Print(instrument, count, tags));
        listener.Start();

        using var selector = new MmrSelector(new() { Size = 10 });
        selector.Select(new Points(passages, dimension: 384), query);
        #endregion
    }

    /// <summary>One line per instrument: name, kind, unit, description.</summary>
    public static void List()
    {
        var lines = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (!instrument.Meter.Name.StartsWith("HpcCoreset", StringComparison.Ordinal)) return;
            string kind = instrument.GetType().Name.Split('`')[0].ToLowerInvariant();
            lines.Add($"{instrument.Name,-42} {kind,-9} {instrument.Unit,-12} {instrument.Description}");
        };
        using var selector = new MmrSelector(new() { Size = 10 });
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(
            typeof(Training.TrainingRun).Assembly.GetType("HpcCoreset.Training.TrainingInstruments")!.TypeHandle);
        listener.Start();
        foreach (string line in lines.Order(StringComparer.Ordinal)) Console.WriteLine(line);
    }
}
