using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;

namespace HpcCoreset.Streaming;

/// <summary>What a set covers of every row of the sample, in float32; nothing is below 0.</summary>
internal sealed unsafe class SampleCoverage
{
    private const int Classes = 8;
    private readonly PinnedBuffer<float> _covered = new();
    private float* _weights;
    private int _count;
    private int _padded;

    /// <summary>Per row of the sample.</summary>
    public Span<float> Covered => _covered.Span(_count);

    /// <summary>Weights of the passes for a sample: 1 for each of its rows, 0 in the padding.</summary>
    public static void Fill(PinnedBuffer<float> weights, int count)
    {
        int padded = RowPanels.PanelsOf(count) * RowPanels.Lanes;
        weights.Reserve(padded);
        weights.Span(padded).Clear();
        weights.Span(count).Fill(1);
    }

    /// <summary>Starts with nothing covered.</summary>
    /// <param name="count">Rows of the sample.</param>
    /// <param name="weights">What <see cref="Fill"/> made for it; several sets share it.</param>
    public void Clear(int count, PinnedBuffer<float> weights)
    {
        _weights = weights.Pointer;
        (_count, _padded) = (count, RowPanels.PanelsOf(count) * RowPanels.Lanes);
        _covered.Reserve(_padded);
        _covered.Span(_padded).Clear();
    }

    /// <summary>The sum over the sample of what a row with these similarities would cover better. It can only fall as more is covered.</summary>
    public double Gain(float* similarities)
    {
        double* classes = stackalloc double[Classes];
        new Span<double>(classes, Classes).Clear();
        TileSteps.RememberedGain(
            ref Unsafe.AsRef<float>(similarities), ref Unsafe.AsRef<float>(_covered.Pointer), ref Unsafe.AsRef<float>(_weights),
            _padded / RowPanels.Lanes, ref Unsafe.AsRef<double>(classes));
        double gain = 0;
        for (int c = 0; c < Classes; c++) gain += classes[c];
        return gain;
    }

    /// <summary>Takes up a row with these similarities.</summary>
    public void Add(float* similarities) => TensorPrimitives.Max(Covered, new ReadOnlySpan<float>(similarities, _count), Covered);

    /// <summary>The sum of all.</summary>
    public double Value()
    {
        double value = 0;
        foreach (float covered in Covered) value += covered;
        return value;
    }
}
