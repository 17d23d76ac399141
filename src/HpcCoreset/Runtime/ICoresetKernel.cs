using System;
using System.ComponentModel;

namespace HpcCoreset.Runtime;

/// <summary>
/// The passes that the generator emits for a struct marked with <see cref="CoresetKernelAttribute{TMetric}"/>. Rows come packed in
/// panels of 64, <c>[dimension][64]</c>; centres and candidates are row-major and packed. All buffers beside the rows have one entry
/// per padded row. Nothing is checked and nothing is allocated: the callers own that.
/// </summary>
/// <remarks>
/// One pair's sum runs over the dimensions in order, in one lane, so every instruction set computes the same bits. An inner product is
/// summed with FMA in chains of 128 that are added in order; a metric's own sum is one chain in every pass, so without an inner product
/// all passes agree to the bit.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICoresetKernel
{
    /// <summary>The dimension compiled in, or 0 for one that is known at run time only.</summary>
    static abstract int Dimension { get; }

    /// <summary>Whether the tiles sum up inner products; otherwise a pair's similarity is the negated metric, whatever <c>TSimilarity</c> is.</summary>
    static abstract bool UsesInnerProduct { get; }

    /// <summary>The metric's name, for reports.</summary>
    static abstract string MetricName { get; }

    /// <summary>The metric itself: a name alone would take a consumer's metric for ours.</summary>
    static abstract Type MetricType { get; }

    /// <summary>The metric of one pair, in difference form.</summary>
    static abstract float Distance(ref float x, ref float y, nint dimension);

    /// <summary>Turns <paramref name="count"/> sums into distances, in place.</summary>
    static abstract void Finish(ref float values, nint count);

    /// <summary>One centre against many rows, in difference form: keeps the smaller distance and its owner.</summary>
    static abstract void Relax(
        ref float panels, nint panelCount, nint dimension, ref float centre, int centreIndex, ref float nearest, ref int owner);

    /// <summary>
    /// Many centres against many rows: nearest, its distance and the runner-up's, lowest index on ties. For an inner-product metric the
    /// distances are the squared Euclidean ones, in expanded form. <c>sums</c> keeps the last panel's sums, <c>[centre][64]</c>: they
    /// cost nothing (a tile leaves its sums in memory anyhow) and near-ties need them.
    /// </summary>
    static abstract void Assign(
        ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float centres, nint centreCount,
        ref float centreTerms, ref int owner, ref float distance, ref float runnerUp, ref float sums);

    /// <summary>
    /// Many candidates against many rows: <c>gains[8 v + j] += sum of weight_i * max(0, s_iv - covered_i)</c> over the rows i of lane
    /// class j (i mod 8). Float32 terms are summed over one panel, then added in double.
    /// </summary>
    static abstract void Gain<TSimilarity>(
        ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float covered, ref float weights,
        ref float candidates, nint candidateCount, ref float candidateTerms, float parameter, ref double gains)
        where TSimilarity : struct, IPairValue;

    /// <summary>Many candidates against many rows: every similarity, candidate v's at <c>similarities[v * stride + i]</c>.</summary>
    static abstract void Similarities<TSimilarity>(
        ref float panels, nint panelCount, nint dimension, ref float rowTerms,
        ref float candidates, nint candidateCount, ref float candidateTerms, float parameter, ref float similarities, nint stride)
        where TSimilarity : struct, IPairValue;

    /// <summary>
    /// Rows against rows, each similarity used both ways: <see cref="Gain"/> for the candidates, and
    /// <c>rowGains[i] += candidateWeight_v * max(0, s_iv - candidateCovered_v)</c> for the rows; <c>lowest[0..16)</c> keeps the smallest
    /// similarity seen, lane by lane, that of the padding's zero rows included.
    /// </summary>
    static abstract void PairGains<TSimilarity>(
        ref float panels, nint panelCount, nint dimension, ref float rowTerms, ref float covered, ref float weights,
        ref float candidates, nint candidateCount, ref float candidateTerms, ref float candidateCovered, ref float candidateWeights,
        float parameter, ref double gains, ref double rowGains, ref float lowest)
        where TSimilarity : struct, IPairValue;
}
