using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// What a <see cref="SubmodularSelector"/> maximises: the value of a set of rows. <c>docs/objectives.md</c> has them all side by side;
/// one of your own is a <see cref="GreedySelector{TObjective}"/>'s.
/// </summary>
public abstract record Objective
{
    private protected Objective()
    {
    }

    /// <summary>Makes what computes it.</summary>
    /// <param name="options">How the greedy runs: threads, batches.</param>
    internal abstract IRowObjective Create(GreedyOptions options);

    /// <summary>Refuses parameters that are out of range.</summary>
    /// <param name="argument">What the objective is called in messages.</param>
    /// <exception cref="System.ArgumentException">One is.</exception>
    internal virtual void Check(string argument)
    {
    }

    /// <summary>Whether rows must be bits.</summary>
    internal virtual bool CountsBits => false;

    /// <summary>Values that a row needs at least.</summary>
    internal virtual int LeastDimension => 1;
}
