using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HpcCoreset.Numerics;

/// <summary>
/// Philox4x32-10, a counter-based random number generator: number <c>index</c> of a stream is a pure function of (seed, stream, index),
/// so any thread can have any number without the ones before it.
/// </summary>
/// <remarks>Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC 2011.</remarks>
/// <param name="seed">The user's seed: the key.</param>
/// <param name="stream">Which sequence of the seed: the upper half of the counter.</param>
internal readonly struct Philox(ulong seed, ulong stream)
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Uniform in [0, 2^32).</summary>
    public uint UInt32(ulong index) => Block(index).X0;

    /// <summary>Uniform in [0, 2^64).</summary>
    public ulong UInt64(ulong index)
    {
        (uint x0, uint x1, _, _) = Block(index);
        return (ulong)x1 << 32 | x0;
    }

    /// <summary>Uniform in [0, 1): a multiple of 2^-53.</summary>
    public double Double(ulong index) => (UInt64(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>), up to a bias of bound / 2^64.</summary>
    public ulong Below(ulong bound, ulong index) => Math.BigMul(UInt64(index), bound, out _);

    /// <summary>The four words of counter (index, stream).</summary>
    public (uint X0, uint X1, uint X2, uint X3) Block(ulong index)
    {
        (uint x0, uint x1, uint x2, uint x3) = ((uint)index, (uint)(index >> 32), (uint)stream, (uint)(stream >> 32));
        (uint key0, uint key1) = ((uint)seed, (uint)(seed >> 32));
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0;
            ulong product1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(product1 >> 32) ^ x1 ^ key0, (uint)product1, (uint)(product0 >> 32) ^ x3 ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }
        return (x0, x1, x2, x3);
    }

    /// <summary>Counters that <see cref="Blocks"/> takes together.</summary>
    public const int Together = 4;

    /// <summary>The words of counters index to index + 3: word w of counter index + i is in words[4 w + i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Blocks(ulong index, ulong* words)
    {
        Vector256<ulong> low = Vector256.Create((ulong)uint.MaxValue), counters = Vector256.Create(index) + Vector256.Create(0UL, 1, 2, 3);
        Vector256<ulong> x0 = counters & low, x1 = counters >>> 32, x2 = Vector256.Create(stream & uint.MaxValue), x3 = Vector256.Create(stream >> 32);
        (uint key0, uint key1) = ((uint)seed, (uint)(seed >> 32));
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> product0 = x0 * Multiplier0, product1 = x2 * Multiplier1;
            (x0, x1, x2, x3) = (
                product1 >>> 32 ^ x1 ^ Vector256.Create((ulong)key0), product1 & low, product0 >>> 32 ^ x3 ^ Vector256.Create((ulong)key1), product0 & low);
            key0 += Weyl0;
            key1 += Weyl1;
        }
        x0.Store(words);
        x1.Store(words + Together);
        x2.Store(words + 2 * Together);
        x3.Store(words + 3 * Together);
    }
}
