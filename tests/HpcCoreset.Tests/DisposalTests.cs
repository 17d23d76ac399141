using System;
using Xunit;

namespace HpcCoreset.Tests;

/// <summary>What was disposed refuses every call, also those that would not touch what was freed.</summary>
public class DisposalTests
{
    private static readonly float[] s_rows = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void A_solver_refuses()
    {
        var solver = new KMeansSolver(new() { Clusters = 2 });
        solver.Fit(new Points(s_rows, 1));
        solver.Dispose();
        Assert.Throws<ObjectDisposedException>(() => solver.Fit(new Points(s_rows, 1)).Cost);
        Assert.Throws<ObjectDisposedException>(() => solver.Refine(new Points(s_rows, 1), [], 0).Cost);
        Assert.Throws<ObjectDisposedException>(() => solver.Assign(new Points(s_rows, 1), new int[6], []));
    }

    [Fact]
    public void A_solver_for_medoids_refuses()
    {
        var solver = new KMedoidsSolver(new() { Clusters = 2 });
        solver.Fit(new Points(s_rows, 1));
        solver.Dispose();
        Assert.Throws<ObjectDisposedException>(() => solver.Fit(new Points(s_rows, 1)).Cost);
        Assert.Throws<ObjectDisposedException>(() => solver.Assign(new Points(s_rows, 1), new int[6], []));
    }

    [Fact]
    public void Selectors_and_evaluators_refuse()
    {
        var coresets = new ClusteringCoresetSelector(new() { Size = 2, Clusters = 2, Method = ClusteringCoresetMethod.Uniform });
        var locations = new FacilityLocationSelector(new() { Size = 2 });
        var relevance = new MmrSelector(new() { Size = 2 });
        var objectives = new SubmodularSelector(new() { Size = 2, Objective = new FeatureBasedObjective() });
        var evaluator = new CoresetEvaluator(new() { Clusters = 2 });
        var resampler = new ClassResampler(new() { Size = 2 });
        foreach (IDisposable disposed in (IDisposable[])[coresets, locations, relevance, objectives, evaluator, resampler]) disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => coresets.Select(new Points(s_rows, 1)).Count);
        Assert.Throws<ObjectDisposedException>(() => locations.Select(new Points(s_rows, 1)).Count);
        Assert.Throws<ObjectDisposedException>(() => relevance.Select(new Points(s_rows, 1), [1]).Count);
        Assert.Throws<ObjectDisposedException>(() => objectives.Select(new Points(s_rows, 1)).Count);
        Assert.Throws<ObjectDisposedException>(() => evaluator.Evaluate(new Points(s_rows, 1), [0], [6.0]));
        Assert.Throws<ObjectDisposedException>(() => resampler.Select([0, 1]).Count);
    }
}
