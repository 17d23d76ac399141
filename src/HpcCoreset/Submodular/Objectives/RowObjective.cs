using System;
using System.Threading;

namespace HpcCoreset.Submodular;

/// <summary>An objective of rows that computes its gains itself.</summary>
internal abstract class RowObjective : GreedyObjective, IRowObjective
{
    public GreedyObjective Greedy => this;

    public abstract void Check(scoped Points points, scoped ReadOnlySpan<double> weights);

    public abstract void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation);

    public abstract void Release();

    public virtual void Dispose()
    {
    }

    /// <summary>Refuses weights of rows, which the objective has no place for.</summary>
    /// <param name="weights">The weights, if there are any.</param>
    /// <param name="objective">The objective's name.</param>
    protected static void RefuseWeights(scoped ReadOnlySpan<double> weights, string objective)
    {
        if (!weights.IsEmpty)
            throw new ArgumentException(
                $"weights: found {weights.Length} weights; {objective} is no sum over rows, and allowed are none. Scores of candidates go into GreedyTerms.",
                nameof(weights));
    }
}
