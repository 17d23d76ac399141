using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Benchmarks.Passes;

/// <summary>What the passes over some rows read and write, allocated once.</summary>
internal sealed unsafe class PassInputs : IDisposable
{
    public const int Rows = 20_000;
    public const int Centres = 256;

    /// <summary>As many candidates as facility location refreshes at a time.</summary>
    public const int Candidates = 48;

    public PassInputs(int dimension, int rows = Rows)
    {
        Dimension = dimension;
        RowMajor = NormalRows.Make(rows, dimension, seed: 1);
        CentreRows = NormalRows.Make(Centres, dimension, seed: 2);
        Panels.Reserve(rows, dimension);
        for (int panel = 0; panel < Panels.PanelCount; panel++) Panels.Pack(panel, Pointer(RowMajor) + (nint)panel * RowPanels.Lanes * dimension, dimension, null);
        int padded = Panels.PaddedCount;
        CentreTerms = Aligned<float>(Centres);
        RowTerms = Aligned<float>(padded);
        Distance = Aligned<float>(padded);
        RunnerUp = Aligned<float>(padded);
        Sums = Aligned<float>(Centres * RowPanels.Lanes);
        Covered = Aligned<float>(padded);
        Weights = Aligned<float>(padded);
        Lowest = Aligned<float>(16);
        Owner = Aligned<int>(padded);
        Gains = Aligned<double>(8 * Centres);
        RowGains = Aligned<double>(padded);
        Array.Fill(Weights, 1f);
        Array.Fill(Covered, -1.5f * dimension); // covered a little better than by a random pick, as during a run
        PointKernel kernel = GeneratedKernel<SquaredEuclideanAny>.Instance;
        kernel.Prepare(Pointer(CentreRows), Centres, dimension, Pointer(CentreTerms));
        kernel.PrepareRows(Panels, 0, Panels.PanelCount, Pointer(RowTerms));
    }

    public int Dimension { get; }

    public RowPanels Panels { get; } = new();

    public float[] RowMajor { get; }

    public float[] CentreRows { get; }

    public float[] CentreTerms { get; }

    public float[] RowTerms { get; }

    public float[] Distance { get; }

    public float[] RunnerUp { get; }

    public float[] Sums { get; }

    public float[] Covered { get; }

    public float[] Weights { get; }

    public float[] Lowest { get; }

    public int[] Owner { get; }

    public double[] Gains { get; }

    public double[] RowGains { get; }

    /// <summary>Useful flops of a pass over this many points: a multiply and an addition per coordinate.</summary>
    public double Flops(int points) => 2.0 * Panels.Count * points * Dimension;

    public static float* Pointer(float[] pinned) => (float*)Unsafe.AsPointer(ref pinned[0]);

    public static int* Pointer(int[] pinned) => (int*)Unsafe.AsPointer(ref pinned[0]);

    public static double* Pointer(double[] pinned) => (double*)Unsafe.AsPointer(ref pinned[0]);

    public void Dispose() => Panels.Dispose();

    /// <summary>
    /// An array whose values start a line of the cache, as the library's own buffers do. The collector lays out pinned arrays one behind
    /// the other, so one of a few will do, if those before are kept until then.
    /// </summary>
    private static T[] Aligned<T>(int count)
        where T : unmanaged
    {
        var tried = new List<T[]>();
        for (int i = 0; i < 64; i++)
        {
            tried.Add(GC.AllocateArray<T>(count, pinned: true));
            if ((nuint)Unsafe.AsPointer(ref tried[^1][0]) % 64 == 0) break;
        }
        return tried[^1];
    }
}
