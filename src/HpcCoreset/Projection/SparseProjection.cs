using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>
/// A random linear map to few dimensions that keeps inner products: of gradients with many millions of values, which may come in pieces
/// and never lie in memory as a whole. Nothing but a seed is stored.
/// </summary>
/// <remarks>
/// <para>
/// The sparse Johnson-Lindenstrauss transform of Kane and Nelson (J. ACM 61, 2014) with four blocks: every coordinate goes to one place in
/// each quarter of the output, with a random sign and the factor 1/2. For any x and y the inner product of the projections is that of x
/// and y on average over the seeds, and its variance at most (1 + m / 2^18) (|x|^2 |y|^2 + (x.y)^2) / m for output dimension m, up to
/// rounding: the same law as for dense random signs, for a fraction of their additions.
/// </para>
/// <para>
/// 16 coordinates in a row share a draw (<c>Philox</c>, from the seed and the number of the 16): where they go, as neighbours, and 16
/// signs for each quarter. Two coordinates of different draws still meet with probability 4 / m in a quarter, and two of the same never,
/// which is all that the variance depends on.
/// </para>
/// <para>Every output is summed in float32 in the order of the coordinates, so any cut into pieces gives the same bytes. Thread-safe, allocates nothing per call.</para>
/// </remarks>
public sealed unsafe class SparseProjection
{
    /// <summary>The least output dimension: a quarter holds the 16 coordinates of a draw.</summary>
    private const int LeastDimension = Blocks * Together;

    /// <summary>The largest: places in a quarter are drawn from 16 bits.</summary>
    private const int MostDimension = Blocks << PlaceBits;

    private const int Blocks = 4;
    private const int Together = 16;
    private const int PlaceBits = 16;
    private const int HalfBlock = 1024;
    private const ulong Stream = 0x5350_524F_4A00_0000; // apart from what samplers draw by the same seed

    private readonly Philox _draws;

    /// <summary>Creates a projection. O(1).</summary>
    /// <param name="dimension">Values of the output: a multiple of 4 from 64 to 262,144.</param>
    /// <param name="seed">Projections are comparable if their seed and dimension are the same.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is out of its range.</exception>
    public SparseProjection(int dimension, ulong seed = 0)
    {
        if (dimension is < LeastDimension or > MostDimension || dimension % Blocks != 0)
            throw new ArgumentOutOfRangeException(
                nameof(dimension), dimension, $"dimension: allowed are multiples of {Blocks} from {LeastDimension} to {MostDimension}.");
        (Dimension, Seed, _draws) = (dimension, seed, new Philox(seed, Stream));
    }

    /// <summary>Values of the output.</summary>
    public int Dimension { get; }

    /// <summary>What the map is made from.</summary>
    public ulong Seed { get; }

    /// <summary>Projects a whole vector. O(values).</summary>
    /// <param name="values">The vector: finite values.</param>
    /// <param name="projected">Receives <see cref="Dimension"/> values.</param>
    /// <exception cref="ArgumentException">A value is not finite, or <paramref name="projected"/> not as long as <see cref="Dimension"/>.</exception>
    public void Project(ReadOnlySpan<float> values, Span<float> projected)
    {
        Check(values, 0, projected);
        projected.Clear();
        Accumulate(values, 0, projected);
    }

    /// <inheritdoc cref="Project(ReadOnlySpan{float}, Span{float})"/>
    public void Project(ReadOnlySpan<Half> values, Span<float> projected)
    {
        Check(values, 0, projected);
        projected.Clear();
        Accumulate(values, 0, projected);
    }

    /// <summary>
    /// Adds the projection of a piece of a vector: over all pieces, in the order of their offsets, the bytes of the whole vector's. O(values).
    /// </summary>
    /// <param name="values">Coordinates in a row: finite values.</param>
    /// <param name="offset">The number of the first of them in the vector, from 0.</param>
    /// <param name="projected">The sum so far, <see cref="Dimension"/> values: zeros before the first piece.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is below 0.</exception>
    /// <exception cref="ArgumentException">A value is not finite, or <paramref name="projected"/> not as long as <see cref="Dimension"/>; nothing was added.</exception>
    public void Add(ReadOnlySpan<float> values, long offset, Span<float> projected)
    {
        Check(values, offset, projected);
        Accumulate(values, offset, projected);
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{float}, long, Span{float})"/>
    public void Add(ReadOnlySpan<Half> values, long offset, Span<float> projected)
    {
        Check(values, offset, projected);
        Accumulate(values, offset, projected);
    }

    private void Check<T>(ReadOnlySpan<T> values, long offset, Span<float> projected) where T : struct, System.Numerics.IFloatingPoint<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (projected.Length != Dimension)
            throw new ArgumentException($"projected: found {projected.Length} values; the projection has {Dimension}.", nameof(projected));
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values)) return;
        int at = 0;
        while (T.IsFinite(values[at])) at++;
        throw new ArgumentException($"values: found {values[at]} at {at}; allowed are finite values.", nameof(values));
    }

    private void Accumulate(ReadOnlySpan<Half> values, long offset, Span<float> projected)
    {
        Span<float> block = stackalloc float[HalfBlock];
        while (!values.IsEmpty)
        {
            Span<float> decoded = block[..Math.Min(HalfBlock, values.Length)];
            TensorPrimitives.ConvertToSingle(values[..decoded.Length], decoded);
            Accumulate(decoded, offset, projected);
            offset += decoded.Length;
            values = values[decoded.Length..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate(ReadOnlySpan<float> values, long offset, Span<float> projected)
    {
        int length = Dimension / Blocks;
        ulong* words = stackalloc ulong[Blocks * Philox.Together];
        fixed (float* first = values, target = projected)
        {
            int t = 0;
            while (t < values.Length)
            {
                int lane = (int)((offset + t) % Together), left = values.Length - t;
                ulong draw = (ulong)(offset + t) / Together;
                if (lane == 0 && left >= Together * Philox.Together)
                {
                    _draws.Blocks(draw, words);
                    for (int i = 0; i < Philox.Together; i++, t += Together)
                        for (int block = 0; block < Blocks; block++)
                            AddAll(target + block * length, length, (uint)words[block * Philox.Together + i], first + t);
                    continue;
                }
                int count = Math.Min(Together - lane, left);
                (uint w0, uint w1, uint w2, uint w3) = _draws.Block(draw);
                AddSome(target, length, w0, first + t, lane, count);
                AddSome(target + length, length, w1, first + t, lane, count);
                AddSome(target + 2 * length, length, w2, first + t, lane, count);
                AddSome(target + 3 * length, length, w3, first + t, lane, count);
                t += count;
            }
        }
    }

    /// <summary>Adds the 16 coordinates of a draw to neighbours in a quarter, the last of which is followed by the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddAll(float* target, int length, uint word, float* x)
    {
        int place = Place(word, length);
        if (place > length - Together)
        {
            AddSome(target, length, word, x, 0, Together);
            return;
        }
        // x times 1/2 is exact, or rounded once below 2^-126, as in AddSome.
        (Vector256.Load(target + place) + (Vector256.Load(x) * 0.5f ^ Signs(word))).Store(target + place);
        (Vector256.Load(target + place + 8) + (Vector256.Load(x + 8) * 0.5f ^ Signs(word >> 8))).Store(target + place + 8);
    }

    /// <summary>Adds some of the coordinates of a draw one by one: where a piece begins or ends between them, or the quarter does.</summary>
    private static void AddSome(float* target, int length, uint word, float* x, int lane, int count)
    {
        int place = Place(word, length);
        for (int t = 0; t < count; t++)
        {
            float half = 0.5f * x[t];
            target[(place + lane + t) % length] += (word >> lane + t & 1) != 0 ? -half : half;
        }
    }

    /// <summary>The upper 16 bits of a word tell the place.</summary>
    private static int Place(uint word, int length) => (int)((word >> PlaceBits) * (uint)length >> PlaceBits);

    /// <summary>The lower 16 bits of a word tell the signs: that of -0 where a bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Signs(uint bits)
    {
        Vector256<uint> places = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        return (Vector256.Equals(Vector256.Create(bits) & places, places) & Vector256.Create(0x8000_0000u)).AsSingle();
    }
}
