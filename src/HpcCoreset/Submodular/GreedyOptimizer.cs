namespace HpcCoreset;

/// <summary>How a greedy finds its next pick. A page of the documentation, <c>optimizers.md</c>, compares them.</summary>
public enum GreedyOptimizer
{
    /// <summary>
    /// The candidate of the largest gain, lowest index on ties, found by upper bounds (Minoux 1978). Needs gains that can only fall;
    /// objectives whose gains can rise have all their bounds renewed at every step.
    /// </summary>
    Lazy,

    /// <summary>The same picks, by evaluating every gain at every step.</summary>
    Naive,

    /// <summary>The same picks, the first ten as by <see cref="Naive"/>, the others as by <see cref="Lazy"/>.</summary>
    TwoStage,

    /// <summary>
    /// A candidate whose gain is at least <see cref="GreedyOptions.Beta"/> of the largest, found with fewer evaluations than by
    /// <see cref="Lazy"/>. Which one depends on the bounds: on <see cref="FacilityLocationOptions.CacheBytes"/> too, but not on threads.
    /// </summary>
    ApproximateLazy,

    /// <summary>
    /// The best of a random sample of ceil((n / k) ln(1 / <see cref="GreedyOptions.Epsilon"/>)) candidates, drawn anew for each of k picks
    /// (Mirzasoleiman et al. 2015).
    /// </summary>
    Stochastic,

    /// <summary>The picks of <see cref="Stochastic"/>, with bounds kept from step to step.</summary>
    LazierThanLazy,

    /// <summary>
    /// In index order whatever gains at least a threshold, which falls by a factor of 1 - <see cref="GreedyOptions.Epsilon"/> from pass to
    /// pass (Badanidiyuru, Vondrak 2014).
    /// </summary>
    Threshold,

    /// <summary>The candidates of the largest gains by themselves, whatever the others cover.</summary>
    Modular,

    /// <summary>The best of the sieves of Sieve-Streaming++ over the candidates in index order (Kazemi et al. 2019).</summary>
    Sieve,

    /// <summary>
    /// RandGreeDi (Barbosa et al. 2015): lazily in each of <see cref="GreedyOptions.Partitions"/> random blocks, then among their picks.
    /// </summary>
    RandomPartition,
}
