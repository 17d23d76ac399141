using System.Runtime.CompilerServices;
using HpcCoreset.Runtime;

namespace HpcCoreset.Kernels;

/// <summary>Puts generated code with a similarity's epilogue behind the virtual calls of <see cref="GainKernel"/>.</summary>
/// <typeparam name="TKernel">A struct marked with <see cref="CoresetKernelAttribute{TMetric}"/>.</typeparam>
/// <typeparam name="TSimilarity">The similarity.</typeparam>
internal sealed unsafe class GeneratedGains<TKernel, TSimilarity> : GainKernel
    where TKernel : struct, ICoresetKernel
    where TSimilarity : struct, IPairValue
{
    public static GeneratedGains<TKernel, TSimilarity> Instance { get; } = new();

    public override void Gain(
        RowPanels rows, int first, int count, float* rowTerms, float* covered, float* weights,
        float* candidates, int candidateCount, float* candidateTerms, float parameter, double* gains)
    {
        int row = first * RowPanels.Lanes;
        TKernel.Gain<TSimilarity>(
            ref Unsafe.AsRef<float>(rows.Panel(first)), count, rows.Dimension, ref Unsafe.AsRef<float>(rowTerms + row),
            ref Unsafe.AsRef<float>(covered + row), ref Unsafe.AsRef<float>(weights + row), ref Unsafe.AsRef<float>(candidates),
            candidateCount, ref Unsafe.AsRef<float>(candidateTerms), parameter, ref Unsafe.AsRef<double>(gains));
    }

    public override void PairGains(
        RowPanels rows, int first, int count, float* rowTerms, float* covered, float* weights,
        float* candidates, int candidateCount, float* candidateTerms, float* candidateCovered, float* candidateWeights,
        float parameter, double* gains, double* rowGains, float* lowest)
    {
        int row = first * RowPanels.Lanes;
        TKernel.PairGains<TSimilarity>(
            ref Unsafe.AsRef<float>(rows.Panel(first)), count, rows.Dimension, ref Unsafe.AsRef<float>(rowTerms + row),
            ref Unsafe.AsRef<float>(covered + row), ref Unsafe.AsRef<float>(weights + row), ref Unsafe.AsRef<float>(candidates),
            candidateCount, ref Unsafe.AsRef<float>(candidateTerms), ref Unsafe.AsRef<float>(candidateCovered),
            ref Unsafe.AsRef<float>(candidateWeights), parameter, ref Unsafe.AsRef<double>(gains),
            ref Unsafe.AsRef<double>(rowGains + row), ref Unsafe.AsRef<float>(lowest));
    }

    public override void Similarities(
        RowPanels rows, int first, int count, float* rowTerms, float* candidates, int candidateCount, float* candidateTerms,
        float parameter, float* similarities, nint stride)
    {
        int row = first * RowPanels.Lanes;
        TKernel.Similarities<TSimilarity>(
            ref Unsafe.AsRef<float>(rows.Panel(first)), count, rows.Dimension, ref Unsafe.AsRef<float>(rowTerms + row),
            ref Unsafe.AsRef<float>(candidates), candidateCount, ref Unsafe.AsRef<float>(candidateTerms), parameter,
            ref Unsafe.AsRef<float>(similarities + row), stride);
    }
}
