namespace HpcCoreset;

/// <summary>Two rows of a cluster that are alike.</summary>
/// <param name="First">The lower row number.</param>
/// <param name="Second">The higher row number.</param>
/// <param name="Cosine">Their cosine, from -1 to 1.</param>
public readonly record struct DuplicatePair(int First, int Second, double Cosine);
