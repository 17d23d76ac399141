using System;

namespace HpcCoreset.Mpi;

/// <summary>Counts what this rank hands over: calls, and bytes of its own. How often a library passes them on is its affair.</summary>
public sealed class Traffic
{
    private static readonly int s_kinds = Enum.GetValues<Collective>().Length;
    private readonly long[] _calls = new long[s_kinds];
    private readonly long[] _bytes = new long[s_kinds];

    internal Traffic()
    {
    }

    /// <summary>Calls of one kind so far.</summary>
    /// <param name="collective">The kind.</param>
    public long Calls(Collective collective) => _calls[(int)collective];

    /// <summary>Bytes handed over by calls of one kind so far.</summary>
    /// <param name="collective">The kind.</param>
    public long Bytes(Collective collective) => _bytes[(int)collective];

    /// <summary>Bytes handed over so far.</summary>
    public long TotalBytes
    {
        get
        {
            long total = 0;
            foreach (long bytes in _bytes) total += bytes;
            return total;
        }
    }

    /// <summary>Calls so far.</summary>
    public long TotalCalls
    {
        get
        {
            long total = 0;
            foreach (long calls in _calls) total += calls;
            return total;
        }
    }

    internal void Count(Collective collective, long bytes)
    {
        _calls[(int)collective]++;
        _bytes[(int)collective] += bytes;
    }
}
