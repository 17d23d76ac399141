namespace HpcCoreset.Kernels;

/// <summary>What <see cref="Packing"/> does to each row, in double, before it is rounded to float32 again.</summary>
internal enum RowScaling
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Divided by its length: inner products become cosines.</summary>
    UnitLength,

    /// <summary>Its own mean subtracted, then divided by its length: inner products become Pearson correlations.</summary>
    Standardised,
}
