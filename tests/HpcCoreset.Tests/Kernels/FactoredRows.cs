using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Rows [a, h], uniform from -1 to 1, packed, and the passes over their outer products with all buffers in guarded memory.</summary>
internal sealed unsafe class FactoredRows
{
    private readonly int _first;
    private readonly int _dimension;
    private readonly int _panels;
    private readonly float[] _values;
    private readonly float[] _packed;
    private readonly float[] _terms;

    /// <summary>Makes rows; with copies row i is row i - 2 from the third on.</summary>
    public FactoredRows(int first, int second, int count, bool copies = false)
    {
        (_first, Count, _dimension) = (first, count, first + second);
        var random = new Random(first * 1000 + second);
        _values = new float[count * _dimension];
        for (int i = 0; i < _values.Length; i++) _values[i] = copies && i >= 2 * _dimension ? _values[i - 2 * _dimension] : random.NextSingle() * 2 - 1;
        using var panels = new RowPanels();
        panels.Reserve(count, _dimension);
        fixed (float* values = _values)
            for (int panel = 0; panel < panels.PanelCount; panel++) panels.Pack(panel, values + panel * RowPanels.Lanes * _dimension, _dimension, null);
        _panels = panels.PanelCount;
        _packed = new ReadOnlySpan<float>(panels.Panel(0), Padded * _dimension).ToArray();
        _terms = new float[Padded];
        fixed (float* terms = _terms) new FactoredKernel(first).PrepareRows(panels, 0, _panels, terms);
    }

    public int Count { get; }

    /// <summary>Rows with padding.</summary>
    public int Padded => _panels * RowPanels.Lanes;

    /// <summary>Every similarity, candidate v's from v * Padded on.</summary>
    public float[] Similarities<T>(Fence fence = Fence.Canaries)
        where T : struct, IPairValue
    {
        using var memory = new KernelMemory(fence);
        float* target = memory.Output<float>(Count * Padded);
        FactoredTiles.Similarities<T>(
            ref *memory.Input(_packed), _panels, _dimension, _first, ref *memory.Input(_terms), ref *memory.Input(_values), Count,
            ref *memory.Input(_terms[..Count]), 0, ref *target, Padded);
        memory.Check("similarities");
        return new ReadOnlySpan<float>(target, Count * Padded).ToArray();
    }

    /// <summary>Gains over what is covered, the same everywhere, by both passes.</summary>
    public (double[] Gains, double[] PairGains, double[] RowGains) Gains<T>(float covered, Fence fence = Fence.Canaries)
        where T : struct, IPairValue
    {
        float[] all = [.. Enumerable.Repeat(covered, Padded)], weights = [.. Enumerable.Range(0, Padded).Select(i => i < Count ? 1f : 0)];
        using var memory = new KernelMemory(fence);
        float* least = memory.Input(all), weight = memory.Input(weights), packed = memory.Input(_packed), terms = memory.Input(_terms);
        float* points = memory.Input(_values), pointTerms = memory.Input(_terms[..Count]), low = memory.InOut(new float[16]);
        double* gains = memory.InOut(new double[8 * Count]), pairs = memory.InOut(new double[8 * Count]), rows = memory.InOut(new double[Padded]);
        FactoredTiles.Gain<T>(ref *packed, _panels, _dimension, _first, ref *terms, ref *least, ref *weight, ref *points, Count, ref *pointTerms, 0, ref *gains);
        FactoredTiles.PairGains<T>(
            ref *packed, _panels, _dimension, _first, ref *terms, ref *least, ref *weight, ref *points, Count, ref *pointTerms,
            ref *memory.Input(all[..Count]), ref *memory.Input(weights[..Count]), 0, ref *pairs, ref *rows, ref *low);
        memory.Check("gains");
        return (Sums(gains), Sums(pairs), new ReadOnlySpan<double>(rows, Count).ToArray());

        double[] Sums(double* parts)
        {
            var sums = new double[Count];
            for (int i = 0; i < 8 * Count; i++) sums[i / 8] += parts[i];
            return sums;
        }
    }

    /// <summary>The squared norm of the outer product, written out.</summary>
    public double Norm(int row) => Outer(row).Sum(value => value * value);

    /// <summary>The squared distance of two of them.</summary>
    public double SquaredDistance(int a, int b) => Outer(a).Zip(Outer(b), (x, y) => (x - y) * (x - y)).Sum();

    private IEnumerable<double> Outer(int row)
    {
        float[] own = _values[(row * _dimension)..((row + 1) * _dimension)];
        foreach (float a in own[.._first])
            foreach (float h in own[_first..]) yield return (double)a * h;
    }
}
