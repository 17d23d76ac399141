using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace HpcCoreset.Runtime;

/// <summary>
/// What follows a tile's sums: the epilogues of the passes, the same for every metric and dimension, generic over the register type.
/// Sums come as <c>[point][64 rows]</c>; all other references point at the panel's 64 rows or at the tile's points.
/// </summary>
/// <remarks>
/// Sums over rows are kept in 16 classes (row mod 16), each in order, so that every register width adds in the same order.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TileSteps
{
    private const int Rows = 64;
    private const int Classes = 16;

    /// <summary>
    /// The first float of stack memory, of which there are 16 more than needed, that starts a line of the cache: the stack starts where it
    /// likes, and a register that straddles two lines is two accesses.
    /// </summary>
    public static unsafe ref float Aligned(Span<float> scratch)
    {
        const int Line = 64;
        nuint past = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(scratch)) % Line;
        return ref scratch[past == 0 ? 0 : (int)(Line - past) / sizeof(float)];
    }

    /// <summary>Prepares the outputs of <see cref="ICoresetKernel.Assign"/> for one panel: nothing found yet.</summary>
    public static void Clear(ref float distance, ref float runnerUp)
    {
        MemoryMarshal.CreateSpan(ref distance, Rows).Fill(float.PositiveInfinity);
        MemoryMarshal.CreateSpan(ref runnerUp, Rows).Fill(float.PositiveInfinity);
    }

    /// <summary>
    /// Keeps the lowest and the second lowest rank of every row; the earlier centre on ties. Two registers of rows at a time share what is
    /// the centre's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Assign<T, TDistance>(
        ref float sums, nint points, ref float centreTerms, int first, ref float owner, ref float distance, ref float runnerUp)
        where T : struct, ILane<T>
        where TDistance : struct, IRankedDistance
    {
        for (nint row = 0, next = T.Width; row < Rows; row += 2 * T.Width, next += 2 * T.Width)
        {
            T nearest0 = T.Load(ref distance, row), nearest1 = T.Load(ref distance, next);
            T second0 = T.Load(ref runnerUp, row), second1 = T.Load(ref runnerUp, next);
            T winner0 = T.Load(ref owner, row), winner1 = T.Load(ref owner, next);
            for (nint r = 0; r < points; r++)
            {
                ref float pairs = ref Unsafe.Add(ref sums, r * Rows);
                T term = T.Create(Unsafe.Add(ref centreTerms, r)), centre = T.Create(BitConverter.Int32BitsToSingle(first + (int)r));
                T rank0 = TDistance.Rank(T.Load(ref pairs, row), term), rank1 = TDistance.Rank(T.Load(ref pairs, next), term);
                (second0, second1) = (T.Min(second0, T.Max(rank0, nearest0)), T.Min(second1, T.Max(rank1, nearest1)));
                (winner0, winner1) = (T.WhereLess(rank0, nearest0, centre, winner0), T.WhereLess(rank1, nearest1, centre, winner1));
                (nearest0, nearest1) = (T.Min(rank0, nearest0), T.Min(rank1, nearest1));
            }
            winner0.Store(ref owner, row);
            winner1.Store(ref owner, next);
            nearest0.Store(ref distance, row);
            nearest1.Store(ref distance, next);
            second0.Store(ref runnerUp, row);
            second1.Store(ref runnerUp, next);
        }
    }

    /// <summary>Turns one panel's ranks into distances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FinishAssign<T, TDistance>(ref float rowTerms, ref float distance, ref float runnerUp)
        where T : struct, ILane<T>
        where TDistance : struct, IRankedDistance
    {
        for (nint row = 0; row < Rows; row += T.Width)
        {
            T term = T.Load(ref rowTerms, row);
            TDistance.Distance(T.Load(ref distance, row), term).Store(ref distance, row);
            TDistance.Distance(T.Load(ref runnerUp, row), term).Store(ref runnerUp, row);
        }
    }

    /// <summary>Adds one panel's marginal gains to each candidate's eight double sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gain<T, TSimilarity>(
        ref float sums, nint points, ref float rowTerms, ref float covered, ref float weights, ref float candidateTerms, float parameter,
        ref double gains)
        where T : struct, ILane<T>
        where TSimilarity : struct, IPairValue
    {
        for (nint r = 0; r < points; r++)
        {
            T term = T.Create(Unsafe.Add(ref candidateTerms, r));
            ref float pairs = ref Unsafe.Add(ref sums, r * Rows);
            for (nint start = 0; start < Classes; start += T.Width)
            {
                T sum = T.Create(0);
                for (nint row = start; row < Rows; row += Classes)
                {
                    T similarity = TSimilarity.Evaluate(T.Load(ref pairs, row), T.Load(ref rowTerms, row), term, T.Create(parameter));
                    sum = Cover(similarity, T.Load(ref covered, row), T.Load(ref weights, row), sum);
                }
                if (typeof(T) == typeof(Lane512)) Fold(Unsafe.BitCast<T, Lane512>(sum).Value, ref Unsafe.Add(ref gains, 8 * r));
                else sum.Store(ref pairs, start);
            }
            if (typeof(T) != typeof(Lane512)) Fold(ref pairs, ref Unsafe.Add(ref gains, 8 * r));
        }
    }

    /// <summary>One candidate's gain over panels from similarities that are already there; the sums are those of <see cref="Gain"/>.</summary>
    public static void RememberedGain(ref float similarities, ref float covered, ref float weights, nint panelCount, ref double gains)
    {
        if (Avx512F.IsSupported) RememberedGain<Lane512>(ref similarities, ref covered, ref weights, panelCount, ref gains);
        else if (Fma.IsSupported) RememberedGain<Lane256>(ref similarities, ref covered, ref weights, panelCount, ref gains);
        else if (AdvSimd.IsSupported) RememberedGain<Lane128>(ref similarities, ref covered, ref weights, panelCount, ref gains);
        else RememberedGain<ScalarLane>(ref similarities, ref covered, ref weights, panelCount, ref gains);
    }

    /// <summary>Gains both ways, and the lowest similarity in sixteen classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PairGains<T, TSimilarity>(
        ref float sums, nint points, ref float rowTerms, ref float covered, ref float weights, ref float candidateTerms,
        ref float candidateCovered, ref float candidateWeights, float parameter, ref double gains, ref float rowSums, ref float lowest)
        where T : struct, ILane<T>
        where TSimilarity : struct, IPairValue
    {
        for (nint r = 0; r < points; r++)
        {
            T term = T.Create(Unsafe.Add(ref candidateTerms, r));
            T threshold = T.Create(Unsafe.Add(ref candidateCovered, r)), weight = T.Create(Unsafe.Add(ref candidateWeights, r));
            ref float pairs = ref Unsafe.Add(ref sums, r * Rows);
            for (nint start = 0; start < Classes; start += T.Width)
            {
                T sum = T.Create(0), low = T.Load(ref lowest, start);
                for (nint row = start; row < Rows; row += Classes)
                {
                    T similarity = TSimilarity.Evaluate(T.Load(ref pairs, row), T.Load(ref rowTerms, row), term, T.Create(parameter));
                    sum = Cover(similarity, T.Load(ref covered, row), T.Load(ref weights, row), sum);
                    Cover(similarity, threshold, weight, T.Load(ref rowSums, row)).Store(ref rowSums, row);
                    low = T.Min(similarity, low);
                }
                low.Store(ref lowest, start);
                if (typeof(T) == typeof(Lane512)) Fold(Unsafe.BitCast<T, Lane512>(sum).Value, ref Unsafe.Add(ref gains, 8 * r));
                else sum.Store(ref pairs, start);
            }
            if (typeof(T) != typeof(Lane512)) Fold(ref pairs, ref Unsafe.Add(ref gains, 8 * r));
        }
    }

    /// <summary>Writes the similarities out, one candidate's <paramref name="stride"/> floats after the other's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Similarities<T, TSimilarity>(
        ref float sums, nint points, ref float rowTerms, ref float candidateTerms, float parameter, ref float similarities, nint stride)
        where T : struct, ILane<T>
        where TSimilarity : struct, IPairValue
    {
        for (nint r = 0; r < points; r++)
        {
            T term = T.Create(Unsafe.Add(ref candidateTerms, r));
            for (nint row = 0; row < Rows; row += T.Width)
            {
                T sum = T.Load(ref sums, r * Rows + row);
                TSimilarity.Evaluate(sum, T.Load(ref rowTerms, row), term, T.Create(parameter)).Store(ref similarities, r * stride + row);
            }
        }
    }

    /// <summary>Inner products of outer products: those of either factor, multiplied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(ref float sums, ref float others, nint points)
        where T : struct, ILane<T>
    {
        for (nint i = 0; i < points * Rows; i += T.Width) (T.Load(ref sums, i) * T.Load(ref others, i)).Store(ref sums, i);
    }

    /// <summary>Adds one panel's float32 sums of its rows to their double sums and clears them: <c>gains[i] += s[i]</c>.</summary>
    public static void FoldRows(ref float sums, ref double gains)
    {
        for (nint i = 0; i < Rows; i++)
        {
            Unsafe.Add(ref gains, i) += Unsafe.Add(ref sums, i);
            Unsafe.Add(ref sums, i) = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RememberedGain<T>(ref float similarities, ref float covered, ref float weights, nint panelCount, ref double gains)
        where T : struct, ILane<T>
    {
        ref float scratch = ref Aligned(stackalloc float[Classes + 16]);
        for (nint panel = 0; panel < panelCount * Rows; panel += Rows)
        {
            for (nint start = 0; start < Classes; start += T.Width)
            {
                T sum = T.Create(0);
                for (nint row = panel + start; row < panel + Rows; row += Classes)
                    sum = Cover(T.Load(ref similarities, row), T.Load(ref covered, row), T.Load(ref weights, row), sum);
                // All classes in one register need no memory: reading halves of what was just written waits for the write.
                if (typeof(T) == typeof(Lane512)) Fold(Unsafe.BitCast<T, Lane512>(sum).Value, ref gains);
                else sum.Store(ref scratch, start);
            }
            if (typeof(T) != typeof(Lane512)) Fold(ref scratch, ref gains);
        }
    }

    /// <summary>weight * max(0, similarity - covered) + sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Cover<T>(T similarity, T covered, T weight, T sum)
        where T : struct, ILane<T> =>
        T.MultiplyAdd(T.Max(similarity - covered, T.Create(0)), weight, sum);

    /// <summary>Adds sixteen float32 sums to eight double ones: <c>gains[j] += s[j] + s[j + 8]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold(ref float sums, ref double gains)
    {
        if (Avx512F.IsSupported)
        {
            Fold(Vector512.LoadUnsafe(ref sums), ref gains);
            return;
        }
        for (nint j = 0; j < 8; j++)
            Unsafe.Add(ref gains, j) += (double)Unsafe.Add(ref sums, j) + Unsafe.Add(ref sums, j + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold(Vector512<float> sums, ref double gains) =>
        (Vector512.LoadUnsafe(ref gains) + (Avx512F.ConvertToVector512Double(sums.GetLower()) + Avx512F.ConvertToVector512Double(sums.GetUpper())))
            .StoreUnsafe(ref gains);
}
