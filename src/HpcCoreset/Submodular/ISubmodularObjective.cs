namespace HpcCoreset;

/// <summary>
/// An objective of one's own for a <see cref="GreedySelector{TObjective}"/>: what a set of candidates is worth, told by how much one more
/// candidate would add to the set so far.
/// </summary>
/// <remarks>
/// Best a struct whose state lies in arrays: calls to it are compiled without indirection. The value of the empty set is 0. The guarantee
/// of a greedy, 1 - 1/e of the best set of its size, needs an objective that is monotone and submodular (Nemhauser, Wolsey, Fisher 1978).
/// </remarks>
public interface ISubmodularObjective
{
    /// <summary>Number of candidates: 0 to <see cref="Count"/> - 1.</summary>
    int Count { get; }

    /// <summary>Whether no gain is ever below 0. Optimizers that rely on it refuse an objective that is not.</summary>
    bool IsMonotone { get; }

    /// <summary>
    /// Whether a candidate's gain can only fall as the set grows, rounding included: an earlier gain is an upper bound then, which lazy
    /// evaluation needs. Sums of non-negative terms that each fall, added in one order, are such gains.
    /// </summary>
    bool IsSubmodular { get; }

    /// <summary>Makes the set empty. May allocate on its first call only, if selections shall not.</summary>
    void Reset();

    /// <summary>What the set would be worth more with a candidate that is not in it. Must be a number, and the same each time it is asked.</summary>
    /// <param name="candidate">From 0 to <see cref="Count"/> - 1.</param>
    double Gain(int candidate);

    /// <summary>Puts a candidate into the set.</summary>
    /// <param name="candidate">From 0 to <see cref="Count"/> - 1, not in the set.</param>
    void Add(int candidate);
}
