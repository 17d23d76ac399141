using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Runtime;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Every operation of every register type does to each value what the scalar lane does, and the scalar lane what C# does.</summary>
[Trait("Switches", "true")]
public class LaneTests
{
    /// <summary>Zeros, subnormals, the ends of the range, infinities, NaN, ties for rounding, and ordinary numbers.</summary>
    private static readonly float[] _corners =
    [
        0, -0f, float.Epsilon, -float.Epsilon, 1.17549421e-38f, 1.17549435e-38f, -1e-38f, 1e-30f, 0.25f, 0.5f, -0.5f, 0.49999997f, 1, -1, 1.5f,
        2.5f, -2.5f, 3, 1 / 3f, -0.1f, 8388607.5f, 8388609, 16777217, 1e18f, -1e18f, 1e38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 42,
    ];

    [Fact]
    public void A_512_bit_lane_is_sixteen_scalar_lanes_or_not_supported()
    {
        if (Avx512F.IsSupported) AssertSame<Lane512>(16);
        else Assert.DoesNotContain("Avx512", KernelBodies.InstructionSets);
    }

    [Fact]
    public void A_256_bit_lane_is_eight_scalar_lanes_or_not_supported()
    {
        if (Fma.IsSupported) AssertSame<Lane256>(8);
        else Assert.DoesNotContain("Fma", KernelBodies.InstructionSets);
    }

    [Fact]
    public void A_128_bit_lane_is_four_scalar_lanes_or_not_supported()
    {
        if (AdvSimd.IsSupported) AssertSame<Lane128>(4);
        else Assert.DoesNotContain("Neon", KernelBodies.InstructionSets);
    }

    /// <summary>The other operations need the hardware.</summary>
    [Fact]
    public void The_smaller_and_the_larger_of_a_128_bit_lane_are_the_scalar_lanes_on_any_hardware()
    {
        foreach (float a in _corners)
            foreach (float b in _corners)
            {
                ScalarLane x = ScalarLane.Create(a), y = ScalarLane.Create(b);
                float min = Lane128.Min(Lane128.Create(a), Lane128.Create(b)).Value[3];
                float max = Lane128.Max(Lane128.Create(a), Lane128.Create(b)).Value[3];
                Assert.True(Same(ScalarLane.Min(x, y).Value, min), $"min({a:R}, {b:R}): {min:R}");
                Assert.True(Same(ScalarLane.Max(x, y).Value, max), $"max({a:R}, {b:R}): {max:R}");
            }
    }

    [Fact]
    public void A_scalar_lane_is_the_arithmetic_of_float()
    {
        Dictionary<string, float[]> found = Run<ScalarLane>();
        (float[] a, float[] b, float[] c) = Operands();
        AssertBits("+", i => a[i] + b[i]);
        AssertBits("-", i => a[i] - b[i]);
        AssertBits("*", i => a[i] * b[i]);
        AssertBits("/", i => a[i] / b[i]);
        AssertBits("fma", i => MathF.FusedMultiplyAdd(a[i], b[i], c[i]));
        AssertBits("min", i => a[i] < b[i] ? a[i] : b[i]);
        AssertBits("max", i => a[i] > b[i] ? a[i] : b[i]);
        AssertBits("abs", i => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a[i]) & 0x7FFFFFFF));
        AssertBits("sqrt", i => (float)Math.Sqrt(a[i])); // double's, rounded again: the same for float
        AssertBits("round", i => (float)Math.Round((double)a[i], MidpointRounding.ToEven));
        AssertBits("bits", i => Enumerable.Range(0, 32).Count(bit =>
            ((BitConverter.SingleToInt32Bits(a[i]) ^ BitConverter.SingleToInt32Bits(b[i])) >> bit & 1) == 1));
        AssertBits("less", i => a[i] < b[i] ? c[i] : a[i]);

        void AssertBits(string operation, Func<int, float> expected)
        {
            for (int i = 0; i < a.Length; i++)
                Assert.True(Same(expected(i), found[operation][i]), $"{operation}({a[i]:R}, {b[i]:R}, {c[i]:R}): {found[operation][i]:R}");
        }
    }

    [Fact]
    public void A_fused_multiply_add_rounds_once()
    {
        // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24: rounded before the subtraction, the last term is lost.
        var x = ScalarLane.Create(1 + 1f / 4096);
        Assert.Equal(1f / 2048 + 1f / (1 << 24), ScalarLane.MultiplyAdd(x, x, ScalarLane.Create(-1)).Value);
    }

    [Fact]
    public void Powers_of_two_are_exact_from_minus_126_to_127()
    {
        for (int n = -126; n <= 127; n++) Assert.Equal(Math.Pow(2, n), ScalarLane.Exp2Integer(ScalarLane.Create(n)).Value);
    }

    private static void AssertSame<T>(int width)
        where T : struct, ILane<T>
    {
        Assert.Equal(width, T.Width);
        Dictionary<string, float[]> expected = Run<ScalarLane>(), found = Run<T>();
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        foreach ((string operation, float[] values) in expected)
            for (int i = 0; i < values.Length; i++)
                Assert.True(Same(values[i], found[operation][i]), $"{operation}, value {i}: {values[i]:R} as a scalar, {found[operation][i]:R}");
    }

    /// <summary>Bit for bit, except that one NaN is as good as another.</summary>
    private static bool Same(float a, float b) =>
        float.IsNaN(a) ? float.IsNaN(b) : BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);

    /// <summary>All pairs of corners, each with a third.</summary>
    private static (float[] A, float[] B, float[] C) Operands()
    {
        int n = _corners.Length;
        var a = new float[n * n];
        var b = new float[n * n];
        var c = new float[n * n];
        for (int i = 0; i < n * n; i++) (a[i], b[i], c[i]) = (_corners[i / n], _corners[i % n], _corners[(i / n + 3 * i) % n]);
        return (a, b, c);
    }

    private static Dictionary<string, float[]> Run<T>()
        where T : struct, ILane<T>
    {
        (float[] a, float[] b, float[] c) = Operands();
        float[] powers = [.. Enumerable.Range(0, a.Length).Select(i => (float)(i % 254 - 126))];
        return new()
        {
            ["+"] = Each<T>(a, b, c, (x, y, z) => x + y),
            ["-"] = Each<T>(a, b, c, (x, y, z) => x - y),
            ["*"] = Each<T>(a, b, c, (x, y, z) => x * y),
            ["/"] = Each<T>(a, b, c, (x, y, z) => x / y),
            ["fma"] = Each<T>(a, b, c, T.MultiplyAdd),
            ["min"] = Each<T>(a, b, c, (x, y, z) => T.Min(x, y)),
            ["max"] = Each<T>(a, b, c, (x, y, z) => T.Max(x, y)),
            ["abs"] = Each<T>(a, b, c, (x, y, z) => T.Abs(x)),
            ["sqrt"] = Each<T>(a, b, c, (x, y, z) => T.Sqrt(x)),
            ["round"] = Each<T>(a, b, c, (x, y, z) => T.Round(x)),
            ["less"] = Each<T>(a, b, c, (x, y, z) => T.WhereLess(x, y, z, x)),
            ["exp2"] = Each<T>(powers, b, c, (x, y, z) => T.Exp2Integer(x)),
            ["exp"] = Each<T>([.. a.Select(x => MathF.Abs(x))], b, c, (x, y, z) => Exponential.Negative(x)),
            ["bits"] = Each<T>(a, b, c, (x, y, z) => T.BitDistance(x, y)),
            ["create"] = Each<T>(a, b, c, (x, y, z) => T.Create(0.1f)),
        };
    }

    private static float[] Each<T>(float[] a, float[] b, float[] c, Func<T, T, T, T> operation)
        where T : struct, ILane<T>
    {
        var result = new float[a.Length];
        for (int i = 0; i < a.Length; i += T.Width)
            operation(Load(a, i), Load(b, i), Load(c, i)).Store(ref result[0], i);
        return result;

        static T Load(float[] values, int i) => T.Load(ref Unsafe.AsRef(in MemoryMarshal.GetArrayDataReference(values)), i);
    }
}
