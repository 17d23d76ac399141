namespace HpcCoreset.Benchmarks.Suite;

/// <summary>What one call of the benchmark that runs does; each benchmark that has such a measure says so.</summary>
internal static class Throughput
{
    /// <summary>Useful flops, for what computes; 0 if not told.</summary>
    public static double Flops { get; set; }

    /// <summary>Bytes read, from memory or the cache that holds so many, for what waits for them; 0 if not told, at least a page.</summary>
    public static double Bytes { get; set; }

    /// <summary>So many distances in difference form: a subtraction, a multiply and an addition per coordinate.</summary>
    public static void Distances(long count, int dimension) => Flops = 3.0 * count * dimension;

    public static void Reset() => (Flops, Bytes) = (0, 0);
}
