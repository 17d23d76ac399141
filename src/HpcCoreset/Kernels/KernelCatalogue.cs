namespace HpcCoreset.Kernels;

/// <summary>Run-time metric and dimension to kernel: looked up once per call, outside every loop.</summary>
internal static class KernelCatalogue
{
    /// <summary>The kernel for rows of <paramref name="dimension"/>.</summary>
    /// <remarks>Rows are normalised before packing under <see cref="Metric.Cosine"/>.</remarks>
    public static PointKernel Get(Metric metric, int dimension)
    {
        _ = dimension;
        return new ScalarKernel(metric);
    }
}
