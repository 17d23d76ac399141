using System;
using HpcCoreset.Kernels;

namespace HpcCoreset.Tests.Kernels;

/// <summary>The library's own way to the passes: packed rows, prepared terms, one virtual call.</summary>
internal static unsafe class PointKernelRun
{
    /// <summary>Assigns the rows of panels [first, first + count); outputs elsewhere stay as all bits set. Count -1 is all.</summary>
    public static (int[] Owner, float[] Distance, float[] RunnerUp) Assign(
        PointKernel kernel, float[] rows, float[] points, int dimension, int first = 0, int count = -1)
    {
        using RowPanels panels = Pack(rows, dimension);
        using var memory = new KernelMemory(Fence.Canaries);
        int pointCount = points.Length / dimension;
        if (count < 0) count = panels.PanelCount;
        float* centres = memory.Input(points), centreTerms = memory.Output<float>(pointCount);
        float* rowTerms = memory.Output<float>(panels.PaddedCount);
        int* owner = memory.Output<int>(panels.PaddedCount);
        float* distance = memory.Output<float>(panels.PaddedCount), runnerUp = memory.Output<float>(panels.PaddedCount);
        kernel.Prepare(centres, pointCount, dimension, centreTerms);
        kernel.PrepareRows(panels, first, count, rowTerms);
        kernel.Assign(panels, first, count, centres, pointCount, centreTerms, rowTerms, owner, distance, runnerUp, memory.Output<float>(pointCount * RowPanels.Lanes));
        memory.Check(kernel.Name);
        return (Copy(owner, panels.PaddedCount), Copy(distance, panels.PaddedCount), Copy(runnerUp, panels.PaddedCount));
    }

    /// <summary>One centre against the rows of panels [first, first + count).</summary>
    public static (float[] Nearest, int[] Owner) Relax(PointKernel kernel, float[] rows, float[] point, int index, int first, int count)
    {
        using RowPanels panels = Pack(rows, point.Length);
        using var memory = new KernelMemory(Fence.Canaries);
        var start = new float[panels.PaddedCount];
        Array.Fill(start, float.PositiveInfinity);
        float* centre = memory.Input(point), nearest = memory.InOut(start);
        int* owner = memory.Output<int>(panels.PaddedCount);
        kernel.Relax(panels, first, count, centre, index, nearest, owner);
        memory.Check(kernel.Name);
        return (Copy(nearest, panels.PaddedCount), Copy(owner, panels.PaddedCount));
    }

    private static RowPanels Pack(float[] rows, int dimension)
    {
        var panels = new RowPanels();
        panels.Reserve(rows.Length / dimension, dimension);
        Problem.Pack(rows, panels.Count, dimension).CopyTo(new Span<float>(panels.Panel(0), panels.PaddedCount * dimension));
        return panels;
    }

    private static T[] Copy<T>(T* values, int count)
        where T : unmanaged => new ReadOnlySpan<T>(values, count).ToArray();
}
