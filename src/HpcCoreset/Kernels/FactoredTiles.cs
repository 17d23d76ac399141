namespace HpcCoreset.Kernels;

/// <summary>
/// The passes of <see cref="Runtime.ICoresetKernel"/> that facility location needs, over rows [a, h] that stand for the outer product of a
/// and h. Its inner product with another, the sum over all a_i h_j a'_i h'_j, is (a.a') (h.h'): two short sums instead of a long one.
/// </summary>
/// <remarks>
/// Each factor is summed as any inner product, over its values in order, in one lane, with FMA, in chains of 128; <c>first</c> is the
/// length of a.
/// </remarks>
[FactoredTiles]
internal static partial class FactoredTiles;
