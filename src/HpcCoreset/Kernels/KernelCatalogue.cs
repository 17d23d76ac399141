using System;

namespace HpcCoreset.Kernels;

/// <summary>Run-time metric and dimension to kernel: looked up once per call, outside every loop.</summary>
internal static class KernelCatalogue
{
    /// <summary>The kernel for rows of <paramref name="dimension"/>.</summary>
    /// <remarks>
    /// Euclidean and cosine order pairs as its square does (cosine on rows of unit length), so they share its
    /// kernels; the caller turns the distance into its own (square root, half).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The metric has no kernel here.</exception>
    public static PointKernel Get(Metric metric, int dimension) => metric switch
    {
        Metric.SquaredEuclidean or Metric.Euclidean or Metric.Cosine => SquaredEuclidean(dimension),
        Metric.Manhattan => GeneratedKernel<ManhattanAny>.Instance,
        Metric.Hamming => GeneratedKernel<HammingAny>.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "metric: has no kernel over packed rows."),
    };

    /// <summary>The kernel for similarities of rows; of bits the squared distance is the Hamming distance, and is counted.</summary>
    public static PointKernel Get(Similarity similarity, bool ofBits, int dimension) =>
        Get(ofBits && similarity == Similarity.MaxSquaredEuclidean ? Metric.Hamming : Metric.SquaredEuclidean, dimension);

    private static PointKernel SquaredEuclidean(int dimension) => dimension switch
    {
        2 => GeneratedKernel<SquaredEuclidean2>.Instance,
        3 => GeneratedKernel<SquaredEuclidean3>.Instance,
        4 => GeneratedKernel<SquaredEuclidean4>.Instance,
        8 => GeneratedKernel<SquaredEuclidean8>.Instance,
        16 => GeneratedKernel<SquaredEuclidean16>.Instance,
        32 => GeneratedKernel<SquaredEuclidean32>.Instance,
        64 => GeneratedKernel<SquaredEuclidean64>.Instance,
        96 => GeneratedKernel<SquaredEuclidean96>.Instance,
        100 => GeneratedKernel<SquaredEuclidean100>.Instance,
        128 => GeneratedKernel<SquaredEuclidean128>.Instance,
        256 => GeneratedKernel<SquaredEuclidean256>.Instance,
        384 => GeneratedKernel<SquaredEuclidean384>.Instance,
        512 => GeneratedKernel<SquaredEuclidean512>.Instance,
        768 => GeneratedKernel<SquaredEuclidean768>.Instance,
        1024 => GeneratedKernel<SquaredEuclidean1024>.Instance,
        1536 => GeneratedKernel<SquaredEuclidean1536>.Instance,
        _ => GeneratedKernel<SquaredEuclideanAny>.Instance,
    };
}
