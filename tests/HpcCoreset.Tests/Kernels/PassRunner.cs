using System;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Runs a kernel's passes over a problem, in buffers of exactly the sizes that the contract states.</summary>
internal sealed unsafe class PassRunner(KernelBodies bodies, Problem problem, Fence fence = Fence.Canaries)
{
    /// <summary>Floats from one candidate's similarities to the next: more than a row each, to see that the rest stays untouched.</summary>
    public int Stride => problem.PaddedCount + 3;

    private string What => $"{bodies.Name}: {problem}";

    public float Distance(int row, int point)
    {
        using var memory = new KernelMemory(fence);
        float* x = memory.Input(problem.Row(row).ToArray()), y = memory.Input(problem.Point(point).ToArray());
        float distance = bodies.Distance(ref *x, ref *y, problem.Dimension);
        memory.Check(What);
        return distance;
    }

    /// <summary>Sums to distances, in place.</summary>
    public float[] Finish(float[] sums)
    {
        using var memory = new KernelMemory(fence);
        float* values = memory.InOut(sums);
        bodies.Finish(ref *values, sums.Length);
        memory.Check(What);
        return Copy(values, sums.Length);
    }

    /// <summary>All points, one after the other, as seeding does.</summary>
    public (float[] Nearest, int[] Owner) Relax()
    {
        using var memory = new KernelMemory(fence);
        var start = new float[problem.PaddedCount];
        Array.Fill(start, float.PositiveInfinity);
        float* panels = memory.Input(problem.Panels), nearest = memory.InOut(start);
        int* owner = memory.Output<int>(problem.PaddedCount);
        RelaxPass relax = bodies.Relax;
        for (int v = 0; v < problem.PointCount; v++)
        {
            float* centre = memory.Input(problem.Point(v).ToArray());
            relax(ref *panels, problem.PanelCount, problem.Dimension, ref *centre, v, ref *nearest, ref *owner);
        }
        memory.Check(What);
        return (Copy(nearest, problem.PaddedCount), Copy(owner, problem.PaddedCount));
    }

    public (int[] Owner, float[] Distance, float[] RunnerUp, float[] Sums) Assign()
    {
        using var memory = new KernelMemory(fence);
        Type squared = typeof(Runtime.NegatedSquaredEuclidean);
        float* panels = memory.Input(problem.Panels), centres = memory.Input(problem.Points);
        float* rowTerms = memory.Input(problem.RowTerms(squared)), centreTerms = memory.Input(problem.PointTerms(squared));
        int* owner = memory.Output<int>(problem.PaddedCount);
        float* distance = memory.Output<float>(problem.PaddedCount), runnerUp = memory.Output<float>(problem.PaddedCount);
        float* sums = memory.Output<float>(problem.PointCount * Problem.Lanes);
        bodies.Assign(
            ref *panels, problem.PanelCount, problem.Dimension, ref *rowTerms, ref *centres, problem.PointCount, ref *centreTerms,
            ref *owner, ref *distance, ref *runnerUp, ref *sums);
        memory.Check(What);
        return (Copy(owner, problem.PaddedCount), Copy(distance, problem.PaddedCount), Copy(runnerUp, problem.PaddedCount),
            Copy(sums, problem.PointCount * Problem.Lanes));
    }

    /// <summary>Candidate v's at <c>[v * Stride + i]</c>; NaN, all bits set, in between.</summary>
    public float[] Similarities(Type similarity)
    {
        using var memory = new KernelMemory(fence);
        int length = (problem.PointCount - 1) * Stride + problem.PaddedCount;
        float* panels = memory.Input(problem.Panels), candidates = memory.Input(problem.Points);
        float* rowTerms = memory.Input(problem.RowTerms(similarity)), terms = memory.Input(problem.PointTerms(similarity));
        float* similarities = memory.Output<float>(length);
        bodies.AllSimilarities(similarity)(
            ref *panels, problem.PanelCount, problem.Dimension, ref *rowTerms, ref *candidates, problem.PointCount, ref *terms,
            problem.Parameter(similarity), ref *similarities, Stride);
        memory.Check(What);
        return Copy(similarities, length);
    }

    /// <summary>Eight sums per candidate, on top of <paramref name="start"/> in each.</summary>
    public double[] Gain(Type similarity, float[] covered, double start = 0)
    {
        using var memory = new KernelMemory(fence);
        var before = new double[8 * problem.PointCount];
        Array.Fill(before, start);
        float* panels = memory.Input(problem.Panels), candidates = memory.Input(problem.Points);
        float* rowTerms = memory.Input(problem.RowTerms(similarity)), terms = memory.Input(problem.PointTerms(similarity));
        float* rowCovered = memory.Input(covered), weights = memory.Input(problem.Weights);
        double* gains = memory.InOut(before);
        bodies.Gain(similarity)(
            ref *panels, problem.PanelCount, problem.Dimension, ref *rowTerms, ref *rowCovered, ref *weights,
            ref *candidates, problem.PointCount, ref *terms, problem.Parameter(similarity), ref *gains);
        memory.Check(What);
        return Copy(gains, before.Length);
    }

    public (double[] Gains, double[] RowGains, float[] Lowest) PairGains(Type similarity, float[] covered, float[] pointCovered)
    {
        using var memory = new KernelMemory(fence);
        var none = new float[16];
        Array.Fill(none, float.PositiveInfinity);
        float* panels = memory.Input(problem.Panels), candidates = memory.Input(problem.Points);
        float* rowTerms = memory.Input(problem.RowTerms(similarity)), terms = memory.Input(problem.PointTerms(similarity));
        float* rowCovered = memory.Input(covered), weights = memory.Input(problem.Weights);
        float* candidateCovered = memory.Input(pointCovered), candidateWeights = memory.Input(problem.PointWeights);
        double* gains = memory.InOut(new double[8 * problem.PointCount]), rowGains = memory.InOut(new double[problem.PaddedCount]);
        float* lowest = memory.InOut(none);
        bodies.PairGains(similarity)(
            ref *panels, problem.PanelCount, problem.Dimension, ref *rowTerms, ref *rowCovered, ref *weights,
            ref *candidates, problem.PointCount, ref *terms, ref *candidateCovered, ref *candidateWeights,
            problem.Parameter(similarity), ref *gains, ref *rowGains, ref *lowest);
        memory.Check(What);
        return (Copy(gains, 8 * problem.PointCount), Copy(rowGains, problem.PaddedCount), Copy(lowest, 16));
    }

    /// <summary>Each padded row covered as candidate i mod k covers it, so that about half of all pairs gain and some gain exactly 0.</summary>
    public float[] Covered(float[] similarities)
    {
        var covered = new float[problem.PaddedCount];
        for (int i = 0; i < covered.Length; i++) covered[i] = similarities[i % problem.PointCount * Stride + i];
        return covered;
    }

    /// <summary>Each candidate covered as one of the rows covers it.</summary>
    public float[] PointCovered(float[] similarities)
    {
        var covered = new float[problem.PointCount];
        for (int v = 0; v < covered.Length; v++) covered[v] = similarities[v * Stride + 5 * v % problem.RowCount];
        return covered;
    }

    private static T[] Copy<T>(T* values, int count)
        where T : unmanaged => new ReadOnlySpan<T>(values, count).ToArray();
}
