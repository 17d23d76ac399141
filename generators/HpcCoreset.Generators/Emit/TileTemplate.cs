using System;
using System.Globalization;
using HpcCoreset.Generators.Model;

namespace HpcCoreset.Generators.Emit;

/// <summary>
/// The heart of every pass: one method per instruction set and tile width that sums up a tile of rows against a tile of broadcast
/// points in registers, and leaves the sums in 1.5 KB of scratch that stays in the first-level cache.
/// </summary>
/// <remarks>
/// Tiles are methods of their own so that the register allocator sees nothing else: with a pass's epilogue inlined behind the sums the JIT
/// runs past its 1,024 tracked locals and keeps the sums on the stack. The price is a store and a load per sum. A tile alone reaches 0.97
/// of the FMA peak at dimension 64, the whole of <c>Assign</c> 0.82, epilogue and all (benchmark <c>constants</c>). Tiles are compiled
/// with full optimisation at once, because a service cannot wait for 30 calls and a tier-up.
/// </remarks>
internal static class TileTemplate
{
    /// <summary>
    /// Up to here the loop over the dimensions is unrolled: the loop's own work would be a large part of it. Up to here
    /// the JIT keeps 24 unrolled sums in registers, which the tests read from its listing.
    /// </summary>
    private const int LargestUnrolled = 3;

    /// <summary>
    /// Coordinates of an inner product that one chain of FMAs sums up; longer rows add chain to chain. The rounding of an inner product then
    /// grows with 128 + d / 128 and not with d: at dimension 1536 a bound eleven times smaller, within which near-ties are decided again.
    /// </summary>
    private const int Chain = 128;

    /// <summary>The dimension as an expression: a literal if it is known.</summary>
    public static string Dimension(KernelSpec kernel) => kernel.Dimension == 0 ? "dimension" : Text(kernel.Dimension);

    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Name of the method for a plan and a width.</summary>
    public static string MethodName(TilePlan plan, int points) => $"Sums{plan.Name}{Text(points)}";

    public static void Write(SourceWriter writer, KernelSpec kernel, TilePlan plan, int points)
    {
        bool chained = IsChained(kernel);
        writer.Line();
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization | global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        string from = chained ? ", nint start" : "", stride = kernel.MetricKind == MetricKind.OuterProduct ? "nint stride, " : "";
        using (writer.Method(kernel, $"private static void {MethodName(plan, points)}(ref float panel, ref float points, {stride}nint dimension{from}, ref float sums)"))
        {
            WriteSums(writer, kernel, plan, points, kernel.MetricKind != MetricKind.Direct, chained);
            if (chained) writer.Line("if (start == 0) goto First;");
            if (chained) WriteStores(writer, plan, points, (sum, at) => $"({plan.Lane}.Load(ref sums, {at}) + {sum}).Store(ref sums, {at});");
            if (chained) writer.Line("return;");
            if (chained) writer.Line("First:");
            WriteStores(writer, plan, points, (sum, at) => $"{sum}.Store(ref sums, {at});");
        }
    }

    /// <summary>The call of a tile's method for rows <c>panel</c> and points <c>v</c>, chain after chain.</summary>
    public static string Call(KernelSpec kernel, TilePlan plan, int width, string points, string sums)
    {
        string d = Dimension(kernel), name = MethodName(plan, width), chain = Text(Chain);
        if (kernel.MetricKind == MetricKind.OuterProduct) return $"{{ {Factor("0", "first", sums)} {Factor("first", "(dimension - first)", "others")} }}";
        return IsChained(kernel)
            ? $"for (nint start = 0; start < {d}; start += {chain}) {name}(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref panels, (panel * {d} + start) * 64 + row), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref {points}, v * {d} + start), dimension, start, ref global::System.Runtime.CompilerServices.Unsafe.Add(ref {sums}, row));"
            : $"{name}(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref panels, panel * 64 * {d} + row), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref {points}, v * {d}), dimension, ref global::System.Runtime.CompilerServices.Unsafe.Add(ref {sums}, row));";

        string Factor(string from, string length, string target) =>
            $"for (nint start = 0; start < {length}; start += {chain}) {name}(ref global::System.Runtime.CompilerServices.Unsafe.Add(ref panels, (panel * dimension + {from} + start) * 64 + row), ref global::System.Runtime.CompilerServices.Unsafe.Add(ref {points}, v * dimension + {from} + start), dimension, {length}, start, ref global::System.Runtime.CompilerServices.Unsafe.Add(ref {target}, row));";
    }

    /// <summary>Writes the sums of a tile, with <c>panel</c>, <c>points</c> and <c>dimension</c> in scope.</summary>
    public static void WriteSums(SourceWriter writer, KernelSpec kernel, TilePlan plan, int points, bool innerProduct, bool chained = false)
    {
        for (int r = 0; r < points; r++)
            for (int p = 0; p < plan.Vectors; p++) writer.Line($"{plan.Lane} {Sum(r, p)} = default;");
        if (kernel.Dimension is > 0 and <= LargestUnrolled)
        {
            for (int t = 0; t < kernel.Dimension; t++)
                using (writer.Block()) WriteStep(writer, kernel, plan, points, innerProduct, Text(t), Text(64 * t));
            return;
        }
        if (kernel.Dimension == 0)
            for (int r = 1; r < points; r++) writer.Line($"ref float points{Text(r)} = ref global::System.Runtime.CompilerServices.Unsafe.Add(ref points, {Text(r)} * {(kernel.MetricKind == MetricKind.OuterProduct ? "stride" : "dimension")});");
        string end = !chained ? Dimension(kernel) : kernel.Dimension % Chain == 0 && kernel.Dimension > 0 ? Text(Chain) : "length";
        if (end == "length") writer.Line($"nint length = global::System.Math.Min({Text(Chain)}, {Dimension(kernel)} - start);");
        // A second counter, because the JIT computes t * 64 anew for every load.
        using (writer.Block($"for (nint t = 0, at = 0; t < {end}; t++, at += 64)"))
            WriteStep(writer, kernel, plan, points, innerProduct, "t", "at");
    }

    /// <summary>Only inner products: what a metric of the consumer accumulates need not be a sum, so its parts cannot be added up.</summary>
    private static bool IsChained(KernelSpec kernel) => kernel.MetricKind != MetricKind.Direct && (kernel.Dimension is 0 or > Chain);

    private static void WriteStores(SourceWriter writer, TilePlan plan, int points, Func<string, string, string> line)
    {
        for (int r = 0; r < points; r++)
            for (int p = 0; p < plan.Vectors; p++) writer.Line(line(Sum(r, p), Text(r * 64 + p * plan.Width)));
    }

    /// <summary>Name of the local that holds a sum.</summary>
    public static string Sum(int point, int vector) => $"a{Text(point)}_{Text(vector)}";

    private static void WriteStep(SourceWriter writer, KernelSpec kernel, TilePlan plan, int points, bool innerProduct, string t, string at)
    {
        for (int p = 0; p < plan.Vectors; p++)
            writer.Line($"{plan.Lane} x{Text(p)} = {plan.Lane}.Load(ref panel, {at} + {Text(p * plan.Width)});");
        for (int r = 0; r < points; r++)
        {
            string point = kernel.Dimension > 0 ? $"points, {t} + {Text(r * kernel.Dimension)}" : r == 0 ? $"points, {t}" : $"points{Text(r)}, {t}";
            writer.Line($"{plan.Lane} y{Text(r)} = {plan.Lane}.Broadcast(ref {point});");
            for (int p = 0; p < plan.Vectors; p++)
            {
                string arguments = innerProduct ? $"x{Text(p)}, y{Text(r)}, {Sum(r, p)}" : $"{Sum(r, p)}, x{Text(p)}, y{Text(r)}";
                string method = innerProduct ? $"{plan.Lane}.MultiplyAdd" : $"{kernel.Metric}.Accumulate";
                writer.Line($"{Sum(r, p)} = {method}({arguments});");
            }
        }
    }
}
