namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>What a coreset file holds, as far as it is needed to judge or use the coreset.</summary>
/// <param name="Index">Row numbers, in the order picked.</param>
/// <param name="Weight">One weight per pick.</param>
internal sealed record StoredCoreset(int[] Index, double[] Weight);
