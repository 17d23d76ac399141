using System;

namespace HpcCoreset.Numerics;

/// <summary>
/// The order of items by a 32-bit key, lowest index first among equal keys: least-significant-digit radix sort. O(n), and stable, so
/// that the order is one definite order on every machine.
/// </summary>
internal sealed unsafe class RadixOrder
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int Passes = 3;

    private readonly PinnedBuffer<int> _order = new();
    private readonly PinnedBuffer<int> _previous = new();
    private readonly PinnedBuffer<int> _starts = new();

    /// <summary>Orders items 0 to <paramref name="count"/> - 1.</summary>
    /// <returns>Their numbers, by key; valid until the next call.</returns>
    public int* Run(uint* keys, int count)
    {
        int* order = _order.Reserve(count);
        int* previous = _previous.Reserve(count);
        int* starts = _starts.Reserve(Passes * Digits);
        CountDigits(keys, count, starts);
        for (int i = 0; i < count; i++) order[i] = i;
        for (int pass = 0; pass < Passes; pass++)
        {
            int* start = starts + pass * Digits;
            int shift = pass * DigitBits;
            if (count == 0 || IsOneDigit(start, keys[0] >> shift & (Digits - 1), count)) continue;
            int sum = 0;
            for (int digit = 0; digit < Digits; digit++) (start[digit], sum) = (sum, sum + start[digit]);
            int* swap = previous;
            previous = order;
            order = swap;
            for (int i = 0; i < count; i++)
            {
                int item = previous[i];
                order[start[keys[item] >> shift & (Digits - 1)]++] = item;
            }
        }
        return order;
    }

    private static void CountDigits(uint* keys, int count, int* counts)
    {
        new Span<int>(counts, Passes * Digits).Clear();
        for (int i = 0; i < count; i++)
            for (int pass = 0; pass < Passes; pass++)
                counts[pass * Digits + (keys[i] >> (pass * DigitBits) & (Digits - 1))]++;
    }

    private static bool IsOneDigit(int* counts, uint digit, int count) => counts[digit] == count;
}
