using System;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Kernels;
using static HpcCoreset.Benchmarks.Passes.PassInputs;

namespace HpcCoreset.Benchmarks.Passes;

/// <summary>The passes of one generated kernel as the library calls them: near-ties decided and norms given.</summary>
internal static unsafe class GeneratedPasses
{
    public static PairedRatio Assign(PointKernel kernel, PassInputs inputs) => PairedRatio.Measure(inputs.Flops(Centres), () =>
        kernel.Assign(
            inputs.Panels, 0, inputs.Panels.PanelCount, Pointer(inputs.CentreRows), Centres, Pointer(inputs.CentreTerms),
            Pointer(inputs.RowTerms), Pointer(inputs.Owner), Pointer(inputs.Distance), Pointer(inputs.RunnerUp), Pointer(inputs.Sums)));

    public static PairedRatio Gain(PointKernel kernel, PassInputs inputs)
    {
        GainKernel gains = kernel.Gains(Similarity.MaxSquaredEuclidean);
        return PairedRatio.Measure(inputs.Flops(Candidates), () => gains.Gain(
            inputs.Panels, 0, inputs.Panels.PanelCount, Pointer(inputs.RowTerms), Pointer(inputs.Covered), Pointer(inputs.Weights),
            Pointer(inputs.CentreRows), Candidates, Pointer(inputs.CentreTerms), 0, Pointer(inputs.Gains)));
    }

    public static PairedRatio PairGains(PointKernel kernel, PassInputs inputs)
    {
        GainKernel gains = kernel.Gains(Similarity.MaxSquaredEuclidean);
        return PairedRatio.Measure(inputs.Flops(RowPanels.Lanes), () => gains.PairGains(
            inputs.Panels, 0, inputs.Panels.PanelCount, Pointer(inputs.RowTerms), Pointer(inputs.Covered), Pointer(inputs.Weights),
            Pointer(inputs.CentreRows), RowPanels.Lanes, Pointer(inputs.CentreTerms), Pointer(inputs.Covered), Pointer(inputs.Weights), 0,
            Pointer(inputs.Gains), Pointer(inputs.RowGains), Pointer(inputs.Lowest)));
    }

    public static PairedRatio Relax(PointKernel kernel, PassInputs inputs) => PairedRatio.Measure(inputs.Flops(1), () =>
    {
        Array.Fill(inputs.Distance, float.PositiveInfinity);
        kernel.Relax(inputs.Panels, 0, inputs.Panels.PanelCount, Pointer(inputs.CentreRows), 0, Pointer(inputs.Distance), Pointer(inputs.Owner));
    });
}
