using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Runtime;

namespace HpcCoreset.Kernels;

/// <summary>
/// The kernel of rows [a, h] that stand for the outer product of a and h. What facility location asks of a kernel: outer products have no
/// centres, so there are no passes over them.
/// </summary>
/// <param name="first">Values of a row that are its first factor, at least 1 and fewer than all.</param>
internal sealed unsafe class FactoredKernel(int first) : PointKernel
{
    private readonly GainKernel _distances = new FactoredGains<NegatedEuclidean>(first);
    private readonly GainKernel _squaredDistances = new FactoredGains<NegatedSquaredEuclidean>(first);

    public override string Name { get; } = $"OuterProduct/any/{InstructionSet.Name}";

    public override int Dimension => 0;

    public override bool UsesInnerProduct => true;

    public override GainKernel Gains(Similarity similarity) => similarity switch
    {
        Similarity.MaxEuclidean => _distances,
        Similarity.MaxSquaredEuclidean => _squaredDistances,
        _ => throw new ArgumentOutOfRangeException(nameof(similarity), similarity, "similarity: outer products have distances only."),
    };

    /// <summary>Squared norms, |a|^2 |h|^2, summed as the passes sum, so that the expanded form gives exactly 0 for a row and itself.</summary>
    [SkipLocalsInit]
    public override void PrepareRows(RowPanels rows, int firstPanel, int count, float* terms)
    {
        float* others = stackalloc float[RowPanels.Lanes];
        for (int panel = firstPanel; panel < firstPanel + count; panel++)
        {
            float* own = terms + panel * RowPanels.Lanes;
            SquaredNorms.OfPanel(rows.Panel(panel), first, own);
            SquaredNorms.OfPanel(rows.Panel(panel) + (nint)first * RowPanels.Lanes, rows.Dimension - first, others);
            for (int i = 0; i < RowPanels.Lanes; i++) own[i] *= others[i];
        }
    }

    public override float Distance(float* a, float* b, int dimension) => throw Centres();

    public override void Relax(RowPanels rows, int firstPanel, int count, float* centre, int centreIndex, float* nearest, int* owner) => throw Centres();

    public override void Assign(
        RowPanels rows, int firstPanel, int count, float* centres, int centreCount, float* centreTerms, float* rowTerms,
        int* owner, float* distance, float* runnerUp, float* sums, Originals originals = default) => throw Centres();

    public override void Prepare(float* vectors, int count, int dimension, float* terms) => throw Centres();

    private static NotSupportedException Centres() => new("Outer products have no centres.");
}
