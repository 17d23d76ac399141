using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;

namespace HpcCoreset.Tests.Observability;

/// <summary>What the library's instruments told of this thread's calls.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public Measurements(string meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public List<(string Name, double Value, string Tags)> All { get; } = [];

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Environment.CurrentManagedThreadId != _thread) return;
        All.Add(($"{instrument.Name} {instrument.Unit}", value, string.Join(", ", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
    }
}
