using System;
using HpcCoreset.Kernels;
using static HpcCoreset.Benchmarks.Passes.PassInputs;

namespace HpcCoreset.Benchmarks.Passes;

/// <summary>
/// The passes of one generated kernel over panels [first, first + count) as the library calls them: near-ties decided and norms given.
/// </summary>
internal sealed unsafe class GeneratedPasses(PointKernel kernel, PassInputs inputs)
{
    private readonly GainKernel _gains = kernel.Gains(Similarity.MaxSquaredEuclidean);

    public void Assign(int first, int count, int centres) => kernel.Assign(
        inputs.Panels, first, count, Pointer(inputs.CentreRows), centres, Pointer(inputs.CentreTerms), Pointer(inputs.RowTerms),
        Pointer(inputs.Owner), Pointer(inputs.Distance), Pointer(inputs.RunnerUp), Pointer(inputs.Sums));

    public void Gain(int first, int count, int candidates) => _gains.Gain(
        inputs.Panels, first, count, Pointer(inputs.RowTerms), Pointer(inputs.Covered), Pointer(inputs.Weights),
        Pointer(inputs.CentreRows), candidates, Pointer(inputs.CentreTerms), 0, Pointer(inputs.Gains));

    public void PairGains(int first, int count, int candidates) => _gains.PairGains(
        inputs.Panels, first, count, Pointer(inputs.RowTerms), Pointer(inputs.Covered), Pointer(inputs.Weights),
        Pointer(inputs.CentreRows), candidates, Pointer(inputs.CentreTerms), Pointer(inputs.Covered), Pointer(inputs.Weights), 0,
        Pointer(inputs.Gains), Pointer(inputs.RowGains), Pointer(inputs.Lowest));

    /// <summary>Of one centre to which every row is nearer than to any before.</summary>
    public void Relax(int first, int count)
    {
        inputs.Distance.AsSpan(first * RowPanels.Lanes, count * RowPanels.Lanes).Fill(float.PositiveInfinity);
        kernel.Relax(inputs.Panels, first, count, Pointer(inputs.CentreRows), 0, Pointer(inputs.Distance), Pointer(inputs.Owner));
    }
}
