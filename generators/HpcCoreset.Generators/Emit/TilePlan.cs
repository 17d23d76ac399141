using System.Collections.Generic;
using HpcCoreset.Generators.Model;

namespace HpcCoreset.Generators.Emit;

/// <summary>
/// How one instruction set tiles a pass: <see cref="Vectors"/> registers of rows against up to <see cref="Points"/> broadcast
/// centres or candidates.
/// </summary>
/// <remarks>
/// A tile of P registers of rows and R points keeps P R sums, P row values and 1 broadcast in registers. With the 32 registers of
/// AVX-512 and NEON and P = 4 that gives R = 6 (29 registers), with the 16 of AVX2 and P = 2 also 6 (15 registers). 6 x 4 reads
/// (6 + 4) values per 24 multiply-adds, so the two load ports of current cores keep two FMA ports busy.
/// </remarks>
internal sealed class TilePlan
{
    private TilePlan(string name, string guard, string lane, int width, int vectors, int registers)
    {
        Name = name;
        Guard = guard;
        Lane = "global::HpcCoreset.Runtime." + lane;
        Width = width;
        Vectors = vectors;
        Points = (registers - vectors - 1) / vectors;
    }

    /// <summary>The plans in order of preference; the last one runs anywhere.</summary>
    public static IReadOnlyList<TilePlan> All { get; } =
    [
        // Not Vector512.IsHardwareAccelerated: that is false on processors where 512-bit code is fast but was once throttled.
        new("Avx512", "global::System.Runtime.Intrinsics.X86.Avx512F.IsSupported", "Lane512", width: 16, vectors: 4, registers: 32),
        new("Fma", "global::System.Runtime.Intrinsics.X86.Fma.IsSupported", "Lane256", width: 8, vectors: 2, registers: 16),
        new("Neon", "global::System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported", "Lane128", width: 4, vectors: 4, registers: 32),
        new("Scalar", "", "ScalarLane", width: 1, vectors: 1, registers: 3),
    ];

    /// <summary>Suffix of the emitted methods.</summary>
    public string Name { get; }

    /// <summary>The condition under which the plan runs; empty for always.</summary>
    public string Guard { get; }

    /// <summary>The type of one register.</summary>
    public string Lane { get; }

    /// <summary>Values in a register.</summary>
    public int Width { get; }

    /// <summary>Registers of rows in a tile.</summary>
    public int Vectors { get; }

    /// <summary>Points broadcast in the widest tile.</summary>
    public int Points { get; }

    /// <summary>Rows in a tile: a divisor of the panel's 64.</summary>
    public int Rows => Width * Vectors;

    /// <summary>
    /// The tile widths emitted for a kind of metric, widest first. What does not fill a tile of 6 goes through tiles of 2, whose 8
    /// independent sums still cover the FMA latency of 4 cycles on two ports, and at most one of 1: 0.97, up to 0.91 and 0.55 of the
    /// FMA peak at dimension 64 (benchmark <c>constants</c>). Any other metric than an inner product gets half the width: it needs registers to
    /// work in and has more to compute per value loaded, and with 24 copies of a metric of a few operations in a tile the JIT gives up
    /// inlining and calls it.
    /// </summary>
    public int[] Widths(MetricKind metric) => Points == 1 ? [1] : metric != MetricKind.Direct ? [Points, 2, 1] : [Points / 2, 1];
}
