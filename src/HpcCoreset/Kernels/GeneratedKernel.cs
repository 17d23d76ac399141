using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Runtime;

namespace HpcCoreset.Kernels;

/// <summary>Puts generated code behind the one virtual call of <see cref="PointKernel"/>.</summary>
/// <typeparam name="TKernel">A struct marked with <see cref="CoresetKernelAttribute{TMetric}"/>; its code is compiled for it alone.</typeparam>
internal sealed unsafe class GeneratedKernel<TKernel> : PointKernel
    where TKernel : struct, ICoresetKernel
{
    public static GeneratedKernel<TKernel> Instance { get; } = new();

    public override string Name { get; } =
        $"{TKernel.MetricName}/{(TKernel.Dimension == 0 ? "any" : TKernel.Dimension)}/{InstructionSet.Name}";

    public override int Dimension => TKernel.Dimension;

    public override bool UsesInnerProduct => TKernel.UsesInnerProduct;

    public override GainKernel Gains(Similarity similarity) => similarity switch
    {
        Similarity.MaxSquaredEuclidean => GeneratedGains<TKernel, NegatedSquaredEuclidean>.Instance,
        Similarity.MaxEuclidean => GeneratedGains<TKernel, NegatedEuclidean>.Instance,
        Similarity.Cosine or Similarity.Dot => GeneratedGains<TKernel, InnerProduct>.Instance,
        Similarity.CosineSquared or Similarity.CorrelationSquared => GeneratedGains<TKernel, SquaredInnerProduct>.Instance,
        Similarity.Rbf => GeneratedGains<TKernel, Gaussian>.Instance,
        Similarity.ExpEuclidean => GeneratedGains<TKernel, Laplacian>.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(similarity), similarity, "similarity: not one of the enumeration's values."),
    };

    public override float Distance(float* a, float* b, int dimension) =>
        TKernel.Distance(ref Unsafe.AsRef<float>(a), ref Unsafe.AsRef<float>(b), dimension);

    public override void Relax(RowPanels rows, int first, int count, float* centre, int centreIndex, float* nearest, int* owner)
    {
        int row = first * RowPanels.Lanes;
        TKernel.Relax(
            ref Unsafe.AsRef<float>(rows.Panel(first)), count, rows.Dimension, ref Unsafe.AsRef<float>(centre), centreIndex,
            ref Unsafe.AsRef<float>(nearest + row), ref Unsafe.AsRef<int>(owner + row));
    }

    public override void Assign(
        RowPanels rows, int first, int count, float* centres, int centreCount, float* centreTerms, float* rowTerms,
        int* owner, float* distance, float* runnerUp, float* sums, Originals originals = default)
    {
        for (int panel = first; panel < first + count; panel++)
        {
            int row = panel * RowPanels.Lanes;
            TKernel.Assign(
                ref Unsafe.AsRef<float>(rows.Panel(panel)), 1, rows.Dimension, ref Unsafe.AsRef<float>(rowTerms + row),
                ref Unsafe.AsRef<float>(centres), centreCount, ref Unsafe.AsRef<float>(centreTerms), ref Unsafe.AsRef<int>(owner + row),
                ref Unsafe.AsRef<float>(distance + row), ref Unsafe.AsRef<float>(runnerUp + row), ref Unsafe.AsRef<float>(sums));
            if (!TKernel.UsesInnerProduct) continue;
            NearTies.Resolve(
                rows.Panel(panel), Math.Min(RowPanels.Lanes, rows.Count - row), rows.Dimension, rowTerms + row, centres, centreCount,
                centreTerms, sums, owner + row, distance + row, runnerUp + row, originals, row);
            if (TKernel.MetricType == typeof(SquaredEuclidean)) continue; // there is nothing to finish
            TKernel.Finish(ref Unsafe.AsRef<float>(distance + row), RowPanels.Lanes);
            TKernel.Finish(ref Unsafe.AsRef<float>(runnerUp + row), RowPanels.Lanes);
        }
    }

    public override void Prepare(float* vectors, int count, int dimension, float* terms)
    {
        if (!TKernel.UsesInnerProduct) return;
        for (int i = 0; i < count; i++) terms[i] = SquaredNorms.OfVector(vectors + (nint)i * dimension, dimension);
    }

    public override void PrepareRows(RowPanels rows, int first, int count, float* terms)
    {
        if (!TKernel.UsesInnerProduct) return;
        for (int panel = first; panel < first + count; panel++)
            SquaredNorms.OfPanel(rows.Panel(panel), rows.Dimension, terms + panel * RowPanels.Lanes);
    }
}
