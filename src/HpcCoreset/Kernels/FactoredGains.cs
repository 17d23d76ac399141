using System.Runtime.CompilerServices;
using HpcCoreset.Runtime;

namespace HpcCoreset.Kernels;

/// <summary>Puts the passes over outer products with a similarity's epilogue behind the virtual calls of <see cref="GainKernel"/>.</summary>
/// <typeparam name="TSimilarity">The similarity.</typeparam>
/// <param name="first">Values of a row that are its first factor.</param>
internal sealed unsafe class FactoredGains<TSimilarity>(int first) : GainKernel
    where TSimilarity : struct, IPairValue
{
    public override void Gain(
        RowPanels rows, int panel, int count, float* rowTerms, float* covered, float* weights,
        float* candidates, int candidateCount, float* candidateTerms, float parameter, double* gains)
    {
        int row = panel * RowPanels.Lanes;
        FactoredTiles.Gain<TSimilarity>(
            ref Unsafe.AsRef<float>(rows.Panel(panel)), count, rows.Dimension, first, ref Unsafe.AsRef<float>(rowTerms + row),
            ref Unsafe.AsRef<float>(covered + row), ref Unsafe.AsRef<float>(weights + row), ref Unsafe.AsRef<float>(candidates),
            candidateCount, ref Unsafe.AsRef<float>(candidateTerms), parameter, ref Unsafe.AsRef<double>(gains));
    }

    public override void PairGains(
        RowPanels rows, int panel, int count, float* rowTerms, float* covered, float* weights,
        float* candidates, int candidateCount, float* candidateTerms, float* candidateCovered, float* candidateWeights,
        float parameter, double* gains, double* rowGains, float* lowest)
    {
        int row = panel * RowPanels.Lanes;
        FactoredTiles.PairGains<TSimilarity>(
            ref Unsafe.AsRef<float>(rows.Panel(panel)), count, rows.Dimension, first, ref Unsafe.AsRef<float>(rowTerms + row),
            ref Unsafe.AsRef<float>(covered + row), ref Unsafe.AsRef<float>(weights + row), ref Unsafe.AsRef<float>(candidates),
            candidateCount, ref Unsafe.AsRef<float>(candidateTerms), ref Unsafe.AsRef<float>(candidateCovered),
            ref Unsafe.AsRef<float>(candidateWeights), parameter, ref Unsafe.AsRef<double>(gains),
            ref Unsafe.AsRef<double>(rowGains + row), ref Unsafe.AsRef<float>(lowest));
    }

    public override void Similarities(
        RowPanels rows, int panel, int count, float* rowTerms, float* candidates, int candidateCount, float* candidateTerms,
        float parameter, float* similarities, nint stride)
    {
        int row = panel * RowPanels.Lanes;
        FactoredTiles.Similarities<TSimilarity>(
            ref Unsafe.AsRef<float>(rows.Panel(panel)), count, rows.Dimension, first, ref Unsafe.AsRef<float>(rowTerms + row),
            ref Unsafe.AsRef<float>(candidates), candidateCount, ref Unsafe.AsRef<float>(candidateTerms), parameter,
            ref Unsafe.AsRef<float>(similarities + row), stride);
    }
}
