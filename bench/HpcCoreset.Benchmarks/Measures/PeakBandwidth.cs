using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Runtime;

namespace HpcCoreset.Benchmarks.Measures;

/// <summary>
/// The read bandwidth of one core: eight registers a step into eight sums, from neighbouring lines or from streams far apart. The best of
/// these loops is the peak, because it is nobody's promise which of them a processor's prefetchers like best.
/// </summary>
internal static unsafe class PeakBandwidth
{
    /// <summary>Far more than any cache holds.</summary>
    public const long FromMemory = 1L << 30;

    private const int Registers = 8;
    private const int Shots = 3;
    private const long ShortestShot = 1L << 26; // so that reading the clock does not count
    private static readonly int[] _streams = [1, 2, 4, 8];
    private static float* _buffer;
    private static long _capacity;
    private static volatile float _kept; // so that the sums are not left out

    /// <summary>Bytes per second that one thread reads, of a buffer of <paramref name="bytes"/>, a multiple of 4 KB: from memory or from the cache that holds it.</summary>
    public static double Measure(long bytes = FromMemory)
    {
        double best = 0;
        foreach (int streams in _streams)
            for (int shot = 0; shot < Shots; shot++) best = Math.Max(best, MeasureOnce(bytes, streams, ShortestShot));
        return best;
    }

    /// <summary>The same of one short burst with so many streams, which reads <paramref name="total"/> bytes or the buffer once.</summary>
    public static double MeasureOnce(long bytes, int streams, long total)
    {
        Reserve(bytes);
        nint stream = (nint)(bytes / sizeof(float)) / streams;
        long passes = Math.Max(1, total / bytes);
        double start = ThreadClock.Seconds;
        for (long pass = 0; pass < passes; pass++)
            _kept = Avx512F.IsSupported ? Read<Lane512>(stream, streams) : Read<Lane256>(stream, streams);
        return passes * bytes / (ThreadClock.Seconds - start);
    }

    /// <summary>Reads streams of some floats, which lie one behind the other, in step.</summary>
    private static float Read<T>(nint stream, int streams)
        where T : struct, ILane<T>
    {
        int neighbours = Registers / streams;
        nint At(int register) => register / neighbours * stream + register % neighbours * T.Width;
        return Read<T>(ref *_buffer, stream, neighbours * T.Width, At(1), At(2), At(3), At(4), At(5), At(6), At(7));
    }

    /// <summary>No call and nothing else in it, as in <see cref="PeakFlops"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Read<T>(
        ref float from, nint stream, nint step, nint at1, nint at2, nint at3, nint at4, nint at5, nint at6, nint at7)
        where T : struct, ILane<T>
    {
        T a = T.Create(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (nint i = 0; i < stream; i += step)
        {
            ref float next = ref Unsafe.Add(ref from, i);
            a += T.Load(ref next, 0);
            b += T.Load(ref next, at1);
            c += T.Load(ref next, at2);
            d += T.Load(ref next, at3);
            e += T.Load(ref next, at4);
            f += T.Load(ref next, at5);
            g += T.Load(ref next, at6);
            h += T.Load(ref next, at7);
        }
        T sum = a + b + c + d + e + f + g + h;
        return Unsafe.As<T, float>(ref sum);
    }

    private static void Reserve(long bytes)
    {
        if (bytes <= _capacity) return;
        NativeMemory.AlignedFree(_buffer);
        _buffer = (float*)NativeMemory.AlignedAlloc((nuint)bytes, alignment: 4096);
        NativeMemory.Clear(_buffer, (nuint)bytes); // a page that nobody wrote to is not in memory yet
        _capacity = bytes;
    }
}
