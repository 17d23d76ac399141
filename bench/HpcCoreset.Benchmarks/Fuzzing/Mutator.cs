using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using HpcCoreset.Numerics;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>Changes files as transfers, disks and malice do: bits, ranges, ends, numbers in text and numbers in bytes.</summary>
/// <param name="seed">The same numbers give the same bytes.</param>
/// <param name="number">The number of the case.</param>
internal sealed class Mutator(ulong seed, ulong number)
{
    private const int MostChanges = 4;
    private const int LongestRange = 64;

    private static readonly byte[] s_bytes = [0, 1, 9, 0x7F, 0x80, 0xFF, .. "\n\r\",;.:-+#019eE{}[]()'\\"u8];

    private static readonly long[] s_numbers =
    [
        0, 1, -1, 2, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, 1 << 20, 1 << 28, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, 1L << 40,
        1L << 53, 1L << 60, long.MaxValue, long.MinValue, BitConverter.DoubleToInt64Bits(double.NaN), BitConverter.DoubleToInt64Bits(double.PositiveInfinity),
        BitConverter.DoubleToInt64Bits(-1), BitConverter.DoubleToInt64Bits(1e300), BitConverter.SingleToInt32Bits(float.NaN), BitConverter.SingleToInt32Bits(float.MaxValue),
    ];

    private static readonly string[] s_texts =
    [
        "0", "-0", "1", "-1", "2147483647", "2147483648", "4294967296", "1048576", "268435456", "9007199254740993", "1152921504606846976", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "1e400", "-1e400", "1e39", "1e-400", "NaN", "Infinity", "-Infinity", "0x10", "1,5", "1_000", "", " ", "\"", "\"\"",
        "٣", "𝟛", "\0", "\u001b[31m", "true", "null", "'", "1.5.2", "+1", "1e", "--1", "99999999999999999999999999999999999999999999",
    ];

    private readonly Philox _random = new(seed, number);
    private ulong _drawn;

    /// <summary>A whole number.</summary>
    /// <param name="bound">It is less than that, and at least 0.</param>
    public int Below(int bound) => (int)_random.Below((ulong)bound, _drawn++);

    /// <summary>Some changes, one after the other.</summary>
    /// <param name="file">A file.</param>
    /// <param name="other">Another, of which parts may get into it.</param>
    public byte[] Mutate(byte[] file, byte[] other)
    {
        var bytes = new List<byte>(file);
        for (int changes = 1 + Below(MostChanges); changes > 0; changes--)
        {
            int at = Below(bytes.Count + 1), length = Math.Min(Below(LongestRange), bytes.Count - at);
            switch (Below(12))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << Below(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = s_bytes[Below(s_bytes.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, Noise(Below(LongestRange)));
                    break;
                case 4:
                    bytes.InsertRange(at, Repeated(bytes.GetRange(at, length), 1 + Below(8)));
                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 6:
                    int from = Below(other.Length + 1);
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.AddRange(other[from..]);
                    break;
                case 7 or 8 or 9:
                    ReplaceNumber(bytes);
                    break;
                default:
                    OverwriteNumber(bytes);
                    break;
            }
        }
        return [.. bytes];
    }

    private byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        bool isExtreme = Below(2) == 0;
        for (int i = 0; i < length; i++) noise[i] = isExtreme ? s_bytes[Below(s_bytes.Length)] : (byte)Below(256);
        return noise;
    }

    private static IEnumerable<byte> Repeated(List<byte> range, int times)
    {
        for (; times > 0; times--)
            foreach (byte value in range) yield return value;
    }

    /// <summary>Replaces a number that stands there in words, such as the rows in a header.</summary>
    private void ReplaceNumber(List<byte> bytes)
    {
        int start = bytes.Count == 0 ? -1 : bytes.FindIndex(Below(bytes.Count), IsOfNumber);
        if (start < 0) return;
        while (start > 0 && IsOfNumber(bytes[start - 1])) start--;
        int end = bytes.FindIndex(start, value => !IsOfNumber(value));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(s_texts[Below(s_texts.Length)]));

        static bool IsOfNumber(byte value) => value is >= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)'-';
    }

    /// <summary>Writes a number over bytes: lengths and counts stand near the beginning or the end, on multiples of their size.</summary>
    private void OverwriteNumber(List<byte> bytes)
    {
        int size = 2 << Below(3);
        if (bytes.Count < size) return;
        int at = Below(3) switch
        {
            0 => Below(Math.Min(bytes.Count, LongestRange) - size + 1),
            1 => bytes.Count - size - Below(Math.Min(bytes.Count, LongestRange) - size + 1),
            _ => Below(bytes.Count - size + 1),
        };
        if (Below(2) == 0) at -= at % size;
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, s_numbers[Below(s_numbers.Length)]);
        number = number[..size];
        if (Below(2) == 0) number.Reverse();
        for (int i = 0; i < size; i++) bytes[at + i] = number[i];
    }
}
