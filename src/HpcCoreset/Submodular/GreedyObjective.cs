using System;

namespace HpcCoreset.Submodular;

/// <summary>
/// What the optimizers maximise: marginal gains over the set so far, one by one as a plain loop in double computes them, and for many
/// candidates together as upper bounds of those, where that is cheaper.
/// </summary>
internal abstract class GreedyObjective
{
    /// <summary>Number of candidates.</summary>
    public abstract int Count { get; }

    /// <summary>Whether no gain is ever below 0.</summary>
    public virtual bool IsMonotone => true;

    /// <summary>Whether gains can only fall as the set grows, rounding included.</summary>
    public virtual bool IsSubmodular => true;

    /// <summary>Whether <see cref="Bounds"/> gives the gains themselves, so that nothing is left to decide.</summary>
    public virtual bool BoundsAreGains => true;

    /// <summary>How many candidates <see cref="Bounds"/> likes to be asked about together.</summary>
    public virtual int BatchCapacity => 1;

    /// <summary>What judges parts of the candidates by their own rows alone, where that was asked for; else null.</summary>
    public virtual ILocalGreedy? Local => null;

    /// <summary>Gains and bounds computed since they were taken last.</summary>
    public long Evaluations { get; protected set; }

    /// <summary>Gives <see cref="Evaluations"/> and counts from 0 again.</summary>
    public long TakeEvaluations()
    {
        long evaluations = Evaluations;
        Evaluations = 0;
        return evaluations;
    }

    /// <summary>Metric, dimension and instruction set of the kernel that runs; <c>none</c> where none does.</summary>
    public virtual string Kernel => "none";

    /// <summary>Makes the set empty: at the start, and whenever an optimizer tries again.</summary>
    /// <param name="absolute">
    /// Whether gains must be right in themselves. Else those over the empty set may all be off by the same amount, which compares them as
    /// well and may be cheaper; <see cref="Add"/> tells the right one.
    /// </param>
    public abstract void Reset(bool absolute);

    /// <summary>bounds[j] = at least the gain of candidates[j].</summary>
    /// <param name="candidates">At most <see cref="BatchCapacity"/> candidates that are not in the set.</param>
    /// <param name="bounds">As many places.</param>
    public abstract void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds);

    /// <summary>Bounds of all candidates at once, whatever they are for those in the set; false, and nothing changed, if there is no cheaper way than to ask for each.</summary>
    /// <param name="bounds">One place per candidate.</param>
    public virtual bool BoundAll(Span<double> bounds) => false;

    /// <summary>The gain of a candidate that is not in the set.</summary>
    public abstract double Gain(int candidate);

    /// <summary>Says that the candidate whose gain was asked for last is likely to be added next.</summary>
    public virtual void Keep()
    {
    }

    /// <summary>Puts a candidate into the set.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="position">Its number in the result; -1 for a candidate to start from, which is not part of it.</param>
    /// <param name="gain">Its gain as <see cref="Gain"/> gave it.</param>
    /// <returns>Its gain, right in itself.</returns>
    public abstract double Add(int candidate, int position, double gain);

    /// <summary>The value of the picks, given the sum of their gains.</summary>
    public virtual double Value(double gains) => gains;

    /// <summary>Fills in what the picks stand for. By default each for itself.</summary>
    public virtual void Describe(CoresetBuffer coreset) => coreset.Weights.AsSpan(0, coreset.Count).Fill(1);
}
