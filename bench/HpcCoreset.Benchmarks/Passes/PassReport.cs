using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;
using static HpcCoreset.Benchmarks.Passes.PassInputs;

namespace HpcCoreset.Benchmarks.Passes;

/// <summary>Does the generator earn its place? Every pass at every dimension, beside what one would write instead.</summary>
/// <param name="output">Where the table goes.</param>
/// <param name="dimensions">Which dimensions; none for all.</param>
internal sealed unsafe class PassReport(TextWriter output, int[] dimensions)
{
    public void Run()
    {
        output.WriteLine($"Assign with runner-up, {Rows:N0} rows, {Centres} centres; Gain of {Candidates} candidates, PairGains of {RowPanels.Lanes}, Relax of one centre.");
        output.WriteLine("Fraction of the FMA peak of one core: median of 45 runs (lowest - highest median of the five repetitions of 9).");
        output.WriteLine();
        output.WriteLine("| d | Assign | Assign, d at run time | Assign by hand, generic d | Assign, TensorPrimitives.Dot | Gain | Gain, d at run time | PairGains | Relax |");
        output.WriteLine("|--:|:--|:--|:--|:--|:--|:--|:--|:--|");
        Row<SquaredEuclidean2, D2>();
        Row<SquaredEuclidean3, D3>();
        Row<SquaredEuclidean4, D4>();
        Row<SquaredEuclidean8, D8>();
        Row<SquaredEuclidean16, D16>();
        Row<SquaredEuclidean32, D32>();
        Row<SquaredEuclidean64, D64>();
        Row<SquaredEuclidean96, D96>();
        Row<SquaredEuclidean100, D100>();
        Row<SquaredEuclidean128, D128>();
        Row<SquaredEuclidean256, D256>();
        Row<SquaredEuclidean384, D384>();
        Row<SquaredEuclidean512, D512>();
        Row<SquaredEuclidean768, D768>();
        Row<SquaredEuclidean1024, D1024>();
        Row<SquaredEuclidean1536, D1536>();
        output.WriteLine();
    }

    private void Row<TKernel, TDimension>()
        where TKernel : struct, ICoresetKernel
        where TDimension : struct, IDimension
    {
        if (dimensions.Length > 0 && !dimensions.Contains(TDimension.Value)) return;
        using PassInputs inputs = new(TDimension.Value);
        GeneratedPasses known = new(GeneratedKernel<TKernel>.Instance, inputs), any = new(GeneratedKernel<SquaredEuclideanAny>.Instance, inputs);
        int panels = inputs.Panels.PanelCount;
        output.WriteLine(
            $"| {TDimension.Value} | {Measure(inputs, Centres, known.Assign)} | {Measure(inputs, Centres, any.Assign)} | {ByHand<TDimension>(inputs)} " +
            $"| {Plain(inputs)} | {Measure(inputs, Candidates, known.Gain)} | {Measure(inputs, Candidates, any.Gain)} " +
            $"| {Measure(inputs, RowPanels.Lanes, known.PairGains)} | {PairedRatio.Measure(inputs.Flops(1), () => known.Relax(0, panels))} |");
        output.Flush();
    }

    private static PairedRatio Measure(PassInputs inputs, int points, Action<int, int, int> pass) =>
        PairedRatio.Measure(inputs.Flops(points), () => pass(0, inputs.Panels.PanelCount, points));

    private static string ByHand<TDimension>(PassInputs inputs)
        where TDimension : struct, IDimension => !HandWrittenTile<TDimension>.IsSupported ? "-" : PairedRatio.Measure(inputs.Flops(Centres), () =>
            HandWrittenTile<TDimension>.Assign(
                ref Unsafe.AsRef<float>(inputs.Panels.Panel(0)), inputs.Panels.PanelCount, ref inputs.RowTerms[0], ref inputs.CentreRows[0], Centres,
                ref inputs.CentreTerms[0], ref inputs.Owner[0], ref inputs.Distance[0], ref inputs.RunnerUp[0])).ToString();

    private static PairedRatio Plain(PassInputs inputs) => PairedRatio.Measure(inputs.Flops(Centres), () =>
        PlainLoops.Assign(
            inputs.RowMajor, inputs.Dimension, inputs.RowTerms, inputs.CentreRows, inputs.CentreTerms, inputs.Owner, inputs.Distance, inputs.RunnerUp));
}
