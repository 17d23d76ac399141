using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using HpcCoreset.Tool.Commands;

namespace HpcCoreset.Tool.Machine;

/// <summary>Finds out which kernels run by running them: a few rows are covered under every metric, and the reports are read.</summary>
internal static class KernelProbe
{
    private const int Rows = 8;
    private static readonly int[] Dimensions = [2, 16, 64, 128, 384, 768, 1536];

    /// <summary>Names of kernels by metric and dimension.</summary>
    public static JsonObject Run() => new(Vocabulary.Metrics.Select(
        metric => KeyValuePair.Create(metric.Key, (JsonNode?)new JsonObject(Dimensions.Select(
            dimension => KeyValuePair.Create($"{dimension}", (JsonNode?)Kernel(metric.Value, dimension)))))));

    private static string Kernel(Metric metric, int dimension)
    {
        // Rows are distinct and not zero, so that no metric has a reason to refuse them.
        float[] values = [.. Enumerable.Range(0, Rows * dimension).Select(i => 1 + i % (dimension + 1) / (float)dimension)];
        using var selector = new ClusteringCoresetSelector(new() { Size = 2, Method = ClusteringCoresetMethod.KCenter, Metric = metric });
        return selector.Select(new Points(values, dimension)).Report.Kernel ?? "none";
    }
}
