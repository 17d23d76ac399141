using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HpcCoreset.Tests.Storage;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>What may not change a byte under any objective: threads, narrow storage, strides, earlier calls, where a run starts.</summary>
[Trait("Switches", "true")]
public class ObjectiveBytesTests
{
    // Several blocks of every pass, so that threads have something to share.
    private static readonly Instance s_rows = new("rows", Instances.Random(111, 700, 6));

    public static TheoryData<string> Names() => PlainObjectives.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_earlier_calls_and_strides(string name)
    {
        PlainObjective plain = PlainObjectives.Get(name);
        Instance rows = plain.Suit(s_rows), few = plain.Suit(new("few", Instances.Random(112, 90, 6)));
        CoresetSnapshot one = plain.Select(rows, 12);
        foreach (int threads in (int[])[2, 3, 8]) AssertSame(one, plain.Select(rows, 12, threads: threads), andEvaluations: true);
        using var selector = new SubmodularSelector(new() { Size = 12, Objective = plain.Objective });
        float[] spread = [.. rows.Rows.SelectMany(row => (float[])[.. row, float.NaN, -7])];
        foreach (Instance _ in (Instance[])[few, rows])
        {
            AssertSame(plain.Select(few, 12), selector.Select(new Points(few.Values, few.Dimension)).ToOwned(), andEvaluations: true);
            AssertSame(one, selector.Select(new Points(spread, rows.Count, 6, 8)).ToOwned(), andEvaluations: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Narrow_rows_are_their_decoded_values(string name)
    {
        PlainObjective plain = PlainObjectives.Get(name);
        foreach (string kind in NarrowRows.Kinds)
        {
            var rows = new NarrowRows(kind, plain.Suit(s_rows).Values, 6);
            using var selector = new SubmodularSelector(new() { Size = 12, Objective = plain.Objective, Threads = 2 });
            CoresetSnapshot decoded = selector.Select(new Points(rows.Decoded, 6)).ToOwned();
            AssertSame(decoded, selector.Select(rows.View).ToOwned(), andEvaluations: false);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Starting_from_the_first_picks_leads_to_the_others(string name)
    {
        PlainObjective plain = PlainObjectives.Get(name);
        Instance rows = plain.Suit(new("few", Instances.Random(113, 120, 4)));
        CoresetSnapshot all = plain.Select(rows, 15);
        foreach (GreedyOptimizer optimizer in (GreedyOptimizer[])[GreedyOptimizer.Lazy, GreedyOptimizer.Naive])
        {
            using var selector = new SubmodularSelector(new() { Size = 9, Objective = plain.Objective, Optimizer = optimizer });
            int[] initial = [.. all.Indices.Take(6)], others = [.. Enumerable.Range(0, 120).Except(all.Indices), .. all.Indices];
            CoresetSnapshot rest = selector.Select(new Points(rows.Values, 4), terms: new() { Initial = initial }).ToOwned();
            Assert.Equal(all.Indices.Skip(6), rest.Indices);
            Assert.Equal(all.Gains.Skip(6), rest.Gains);
            CoresetSnapshot again = selector.Select(new Points(rows.Values, 4), terms: new() { Initial = initial, Candidates = others }).ToOwned();
            Assert.Equal(rest.Indices, again.Indices);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_score_above_all_gains_decides(string name)
    {
        PlainObjective plain = PlainObjectives.Get(name);
        Instance rows = plain.Suit(new("few", Instances.Random(114, 60, 4)));
        double most = plain.Select(rows, 60).Gains.Max(Math.Abs);
        int[] order = [.. Enumerable.Range(0, 60).Select(i => i * 17 % 60)];
        double[] scores = [.. Enumerable.Range(0, 60).Select(i => 10 * most * (60 - Array.IndexOf(order, i)))];
        using var selector = new SubmodularSelector(new() { Size = 8, Objective = plain.Objective });
        Assert.Equal(order.Take(8), selector.Select(new Points(rows.Values, 4), terms: new() { Scores = scores }).Indices.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_token_cancelled_after_the_third_pick(string name)
    {
        PlainObjective plain = PlainObjectives.Get(name);
        Instance rows = plain.Suit(s_rows);
        using var source = new CancellationTokenSource();
        bool cancels = true;
        int last = 0;
        var sink = new Sink(picks =>
        {
            last = picks;
            if (cancels && picks == 3) source.Cancel();
        });
        using var selector = new SubmodularSelector(new() { Size = 12, Objective = plain.Objective, Threads = 2, Progress = sink });
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(rows.Values, 6), cancellation: source.Token).Count);
        Assert.Equal(3, last);
        cancels = false;
        AssertSame(plain.Select(rows, 12), selector.Select(new Points(rows.Values, 6)).ToOwned(), andEvaluations: true);
    }

    private static void AssertSame(CoresetSnapshot expected, CoresetSnapshot found, bool andEvaluations)
    {
        Assert.Equal(expected.Indices, found.Indices);
        Assert.Equal(Bits(expected.Gains), Bits(found.Gains));
        Assert.Equal(Bits(expected.Weights), Bits(found.Weights));
        Assert.Equal(expected.Report.Objective, found.Report.Objective);
        if (andEvaluations) Assert.Equal(expected.Report.Evaluations, found.Report.Evaluations);
    }

    private static IEnumerable<long> Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits);

    private sealed class Sink(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
