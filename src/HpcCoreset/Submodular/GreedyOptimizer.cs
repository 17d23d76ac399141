namespace HpcCoreset;

/// <summary>How a greedy finds its next pick.</summary>
public enum GreedyOptimizer
{
    /// <summary>
    /// The candidate of the largest gain, lowest index on ties, found by upper bounds (Minoux 1978). Needs gains that can only fall;
    /// objectives whose gains rise are searched as by <see cref="Naive"/>.
    /// </summary>
    Lazy,

    /// <summary>The same picks, by evaluating every gain at every step.</summary>
    Naive,
}
