using System.Linq;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>Values in [-1, 1) from 32-bit integer arithmetic only, so that any other program can have the same ones.</summary>
internal sealed class HashedNoise(ulong salt)
{
    private ulong _next = salt * 1_000_003;

    public double Next()
    {
        ulong hash = _next++ * 2654435761 & uint.MaxValue;
        hash ^= hash >> 15;
        hash = hash * 2246822519 & uint.MaxValue;
        hash ^= hash >> 13;
        return hash / 2147483648.0 - 1;
    }

    public double[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];
}
