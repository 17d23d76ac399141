namespace HpcCoreset.Kernels;

/// <summary>
/// The passes of one (kernel, similarity) over candidates: like <see cref="PointKernel"/> the one virtual call between an algorithm
/// and generated code. Calls are thread-safe where their outputs are disjoint. See <see cref="Runtime.ICoresetKernel"/> for the passes.
/// </summary>
internal abstract unsafe class GainKernel
{
    /// <summary>Adds the gains of row-major candidates over panels [first, first + count) to eight sums each.</summary>
    public abstract void Gain(
        RowPanels rows, int first, int count, float* rowTerms, float* covered, float* weights,
        float* candidates, int candidateCount, float* candidateTerms, float parameter, double* gains);

    /// <summary>Gains both ways; see <see cref="Runtime.ICoresetKernel.PairGains{TSimilarity}"/>.</summary>
    public abstract void PairGains(
        RowPanels rows, int first, int count, float* rowTerms, float* covered, float* weights,
        float* candidates, int candidateCount, float* candidateTerms, float* candidateCovered, float* candidateWeights,
        float parameter, double* gains, double* rowGains, float* lowest);

    /// <summary>Writes the similarities of row-major candidates to the rows of panels [first, first + count).</summary>
    /// <param name="rows">The packed rows.</param>
    /// <param name="first">First panel.</param>
    /// <param name="count">Number of panels.</param>
    /// <param name="rowTerms">One number per padded row.</param>
    /// <param name="candidates">Row-major candidates.</param>
    /// <param name="candidateCount">Their number.</param>
    /// <param name="candidateTerms">One number per candidate.</param>
    /// <param name="parameter">The similarity's parameter.</param>
    /// <param name="similarities">One float per padded row and candidate; candidate v's start at <paramref name="stride"/> * v.</param>
    /// <param name="stride">Floats from candidate to candidate.</param>
    public abstract void Similarities(
        RowPanels rows, int first, int count, float* rowTerms, float* candidates, int candidateCount, float* candidateTerms,
        float parameter, float* similarities, nint stride);
}
