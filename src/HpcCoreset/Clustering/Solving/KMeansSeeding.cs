namespace HpcCoreset;

/// <summary>How a <see cref="KMeansSolver"/> draws its first centres.</summary>
public enum KMeansSeeding
{
    /// <summary>
    /// k-means++ that draws 2 + floor(ln clusters) candidates a step and keeps the one that leaves the lowest cost (Arthur, Vassilvitskii,
    /// SODA 2007, section 7): better seeds, at a pass over the rows per step.
    /// </summary>
    Greedy,

    /// <summary>k-means++ (Arthur, Vassilvitskii, SODA 2007): cheaper, in expectation within 8 (ln clusters + 2) of the best cost.</summary>
    KMeansPlusPlus,
}
