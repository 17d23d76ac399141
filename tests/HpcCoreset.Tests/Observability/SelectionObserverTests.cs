using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using HpcCoreset.Tests.Allocation;
using HpcCoreset.Tests.Submodular;
using Xunit;

namespace HpcCoreset.Tests.Observability;

/// <summary>Listeners hear of every selector's calls in the whole process, so these tests run while no other does.</summary>
[Collection(OneThreadTests.Alone)]
public class SelectionObserverTests
{
    private const int Count = 90;
    private const int Dimension = 6;
    private static readonly float[] s_rows = [.. Instances.Random(81, Count, Dimension).SelectMany(row => row)];

    /// <summary>Name, method, how many picks, and a call that keeps what it did.</summary>
    private static IEnumerable<(string Selector, string? Method, Func<CoresetSnapshot> Call)> Selections()
    {
        var facilities = new FacilityLocationSelector(new() { Size = 5, Optimizer = GreedyOptimizer.Naive });
        yield return ("FacilityLocationSelector", "Naive", () => facilities.Select(new Points(s_rows, Dimension)).ToOwned());
        var relevance = new MmrSelector(new() { Size = 6 });
        yield return ("MmrSelector", null, () => relevance.Select(new Points(s_rows, Dimension), s_rows.AsSpan(0, Dimension)).ToOwned());
        var any = new SubmodularSelector(new() { Size = 7, Objective = new LogDeterminantObjective() });
        yield return ("SubmodularSelector", "LogDeterminantObjective", () => any.Select(new Points(s_rows, Dimension)).ToOwned());
        var craig = new CraigSelector(new() { Size = 8 });
        yield return ("CraigSelector", null, () => craig.Select(new Points(s_rows, Dimension)).ToOwned());
        var clusters = new ClusteringCoresetSelector(new() { Size = 9, Clusters = 3 });
        yield return ("ClusteringCoresetSelector", "Sensitivity", () => clusters.Select(new Points(s_rows, Dimension)).ToOwned());
        WeightedCoverage objective = WeightedCoverage.Random(1, Count, 80, 0.1);
        var own = new GreedySelector<WeightedCoverage>(new() { Size = 4 });
        yield return ("GreedySelector", "Lazy", () => own.Select(ref objective).ToOwned());
    }

    [Fact]
    public void A_selection_tells_its_duration_rows_evaluations_and_bytes()
    {
        foreach ((string selector, string? method, Func<CoresetSnapshot> call) in Selections())
        {
            using var measurements = new Measurements("HpcCoreset");
            long before = Stopwatch.GetTimestamp();
            SelectionReport report = call().Report;
            double most = Stopwatch.GetElapsedTime(before).TotalSeconds;

            string tags = $"hpccoreset.selector={selector}{(method is null ? "" : $", hpccoreset.method={method}")}, hpccoreset.kernel={report.Kernel}";
            Assert.All(measurements.All, told => Assert.Equal(tags, told.Tags));
            Dictionary<string, double> values = measurements.All.ToDictionary(told => told.Name, told => told.Value);
            Assert.InRange(values["hpccoreset.selection.duration s"], double.Epsilon, most);
            Assert.Equal(Count, values["hpccoreset.selection.rows {row}"]);
            Assert.True(report.Evaluations > 0);
            Assert.Equal(report.Evaluations, values["hpccoreset.selection.evaluations {evaluation}"]);
            bool areRows = selector != "GreedySelector";
            Assert.Equal(areRows, values.TryGetValue("hpccoreset.selection.input.size By", out double bytes));
            if (areRows) Assert.Equal(s_rows.Length * sizeof(float), bytes);
            Assert.Equal(areRows ? 4 : 3, measurements.All.Count);
        }
    }

    [Fact]
    public void Bytes_are_those_of_narrow_rows()
    {
        Assert.Equal(2 * Count * Dimension, Bytes(new Points(Array.ConvertAll(s_rows, value => (Half)value), Dimension)));
        Assert.Equal(Count * (Dimension + 4), Bytes(new Points(new sbyte[s_rows.Length], [.. Enumerable.Repeat(1f, Count)], Dimension)));
        Assert.Equal(Count * 2, Bytes(Points.FromBits(new byte[2 * Count], 11)));
        Assert.Equal(20 * 4 * 4, Bytes(new Points(s_rows, count: 20, dimension: 4, stride: 7)));

        static double Bytes(scoped Points points)
        {
            using var measurements = new Measurements("HpcCoreset");
            using var selector = new ClusteringCoresetSelector(new() { Size = 3, Method = ClusteringCoresetMethod.Uniform });
            selector.Select(points);
            return measurements.All.Single(told => told.Name == "hpccoreset.selection.input.size By").Value;
        }
    }

    [Fact]
    public void What_a_selection_failed_of_is_told_with_its_duration()
    {
        using var measurements = new Measurements("HpcCoreset");
        var selector = new MmrSelector(new() { Size = 6 });
        Assert.Throws<ArgumentException>(() => selector.Select(new Points([float.NaN], 1), [1]).Count);
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(s_rows, Dimension), s_rows.AsSpan(0, Dimension), new CancellationToken(true)).Count);
        selector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => selector.Select(new Points(s_rows, Dimension), s_rows.AsSpan(0, Dimension)).Count);
        Assert.Equal(
            ((string[])["ArgumentException", "OperationCanceledException", "ObjectDisposedException"])
                .Select(error => ("hpccoreset.selection.duration s", $"hpccoreset.selector=MmrSelector, error.type=System.{error}")),
            measurements.All.Select(told => (told.Name, told.Tags)));
        Assert.All(measurements.All, told => Assert.True(told.Value > 0));
    }

    [Fact]
    public void Warming_up_is_no_selection()
    {
        using var measurements = new Measurements("HpcCoreset");
        new FacilityLocationSelector(new() { Size = 5 }).Prepare(20, 3);
        new MmrSelector(new() { Size = 5 }).Prepare(20, 3);
        new SubmodularSelector(new() { Size = 5, Objective = new LogDeterminantObjective() }).Prepare(20, 3);
        new ClusteringCoresetSelector(new() { Size = 5 }).Prepare(20, 3);
        Assert.Empty(measurements.All);
    }

    [Fact]
    public void A_selection_is_an_activity_within_that_of_its_caller()
    {
        var stopped = new List<Activity>();
        using var listener = Listener(stopped.Add);
        using var caller = new Activity("request").Start();
        foreach ((string selector, string? method, Func<CoresetSnapshot> call) in Selections())
        {
            stopped.Clear();
            CoresetSnapshot coreset = call();
            Assert.Same(caller, Activity.Current);
            Activity activity = Assert.Single(stopped);
            Assert.Equal(($"{selector}.Select", caller.SpanId, ActivityStatusCode.Unset), (activity.OperationName, activity.ParentSpanId, activity.Status));
            Assert.True(activity.Duration > TimeSpan.Zero);
            var expected = new Dictionary<string, object?>
            {
                ["hpccoreset.selector"] = selector,
                ["hpccoreset.rows"] = Count,
                ["hpccoreset.kernel"] = coreset.Report.Kernel,
                ["hpccoreset.picks"] = coreset.Count,
                ["hpccoreset.evaluations"] = coreset.Report.Evaluations,
            };
            if (method is not null) expected["hpccoreset.method"] = method;
            if (selector != "GreedySelector") expected["hpccoreset.dimension"] = Dimension;
            Assert.Equal(expected.OrderBy(tag => tag.Key), activity.TagObjects.OrderBy(tag => tag.Key));
        }
    }

    [Fact]
    public void An_activity_that_failed_says_of_what()
    {
        var stopped = new List<Activity>();
        using var listener = Listener(stopped.Add);
        using var selector = new FacilityLocationSelector(new() { Size = 2 });
        var refused = Assert.Throws<ArgumentException>(() => selector.Select(new Points([1, float.NaN], 1)).Count);
        Activity activity = Assert.Single(stopped);
        Assert.Null(Activity.Current);
        Assert.Equal((ActivityStatusCode.Error, refused.Message), (activity.Status, activity.StatusDescription));
        Assert.Equal("System.ArgumentException", activity.GetTagItem("error.type"));
    }

    [Fact]
    public void Listening_changes_no_byte()
    {
        double[][] before = Picks();
        using var measurements = new Measurements("HpcCoreset");
        using var listener = Listener(_ => { });
        Assert.Equal(before, Picks());

        static double[][] Picks() => [.. Selections()
            .Select(selection => selection.Call())
            .Select(coreset => (double[])[.. coreset.Indices.Select(index => (double)index), .. coreset.Weights, .. coreset.Gains])];
    }

    /// <summary>Without listeners all selectors are measured by the other tests of allocations.</summary>
    [Fact]
    public void Measuring_allocates_nothing()
    {
        double sum = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "HpcCoreset") listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => sum += tags.Length);
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => sum += tags.Length);
        listener.Start();
        using var facilities = new FacilityLocationSelector(new() { Size = 5 });
        using var relevance = new MmrSelector(new() { Size = 6 });
        Assert.Equal(0, Allocated.Always(() =>
        {
            facilities.Select(new Points(s_rows, Dimension));
            relevance.Select(new Points(s_rows, Dimension), s_rows.AsSpan(0, Dimension));
        }));
        Assert.Equal(6 * 4 * (3 + 2), sum);
    }

    private static ActivityListener Listener(Action<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "HpcCoreset",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
