using System.Linq;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>What a coreset file holds, as far as it is needed to judge or use the coreset.</summary>
/// <param name="Index">Row numbers, in the order picked.</param>
/// <param name="Weight">One weight per pick.</param>
/// <param name="Offset">A constant that is added to every cost.</param>
/// <param name="Centroids">What the picks stand with, row-major; empty if that is their own rows.</param>
internal sealed record StoredCoreset(long[] Index, double[] Weight, double Offset, float[] Centroids)
{
    /// <summary>The row numbers, once they are known to be those of rows at hand.</summary>
    public int[] Rows => [.. Index.Select(row => checked((int)row))];
}
