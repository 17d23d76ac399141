using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Constants;

/// <summary>One emitted tile on its own, without its pass: sums of <see cref="Points"/> points against every panel.</summary>
internal sealed unsafe class Tile
{
    /// <summary>Tiles of 6, of 2 and of 1 all fill it.</summary>
    public const int Points = 60;

    private readonly Sums _sums;
    private readonly PassInputs _inputs;
    private readonly int _width;

    /// <param name="kernel">A kernel of one chain of sums.</param>
    /// <param name="width">Points in the tile: one of those emitted.</param>
    /// <param name="inputs">Of the kernel's dimension.</param>
    public Tile(Type kernel, int width, PassInputs inputs)
    {
        (_width, _inputs) = (width, inputs);
        _sums = kernel.GetMethod($"Sums{(Avx512F.IsSupported ? "Avx512" : "Fma")}{width}", BindingFlags.NonPublic | BindingFlags.Static)!.CreateDelegate<Sums>();
    }

    private delegate void Sums(ref float panel, ref float points, nint dimension, ref float sums);

    /// <summary>Rows in the tile.</summary>
    private static int Rows => Avx512F.IsSupported ? 64 : 16;

    public void Run()
    {
        for (int panel = 0; panel < _inputs.Panels.PanelCount; panel++)
            for (int point = 0; point < Points; point += _width)
                for (int row = 0; row < RowPanels.Lanes; row += Rows)
                    _sums(
                        ref Unsafe.AsRef<float>(_inputs.Panels.Panel(panel) + row), ref _inputs.CentreRows[point * _inputs.Dimension],
                        _inputs.Dimension, ref _inputs.Sums[row]);
    }
}
