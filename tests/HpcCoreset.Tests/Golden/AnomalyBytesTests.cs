using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Submodular;
using Xunit;

namespace HpcCoreset.Tests.Golden;

/// <summary>Anomaly scores are the committed bytes with every instruction set.</summary>
[Trait("Switches", "true")]
public class AnomalyBytesTests
{
    [Fact]
    public void Scores_are_the_committed_bytes() => GoldenFile.Check("anomaly-scores.txt", Scores());

    private static IEnumerable<string> Scores()
    {
        (string, float[], int)[] inputs =
        [
            ("blobs", Rows.Blobs(900, 5, 6, noise: 1), 5), ("outliers", Rows.Outliers(700, 3), 3),
            ("digits", [.. Digits.Rows.Where((_, i) => i % 4 == 0).SelectMany(row => row)], Digits.Dimension),
        ];
        foreach ((string name, float[] values, int dimension) in inputs)
            foreach (Metric metric in (Metric[])[Metric.SquaredEuclidean, Metric.Euclidean, Metric.Cosine, Metric.Manhattan])
            {
                using var selector = new ClusteringCoresetSelector(new() { Size = 100, Clusters = 5, Metric = metric, Seed = 3 });
                using var scorer = new AnomalyScorer(new() { Metric = metric });
                scorer.Fit(new Points(values, dimension), selector.Select(new Points(values, dimension)));
                var scores = new float[values.Length / dimension];
                scorer.Score(new Points(values, dimension), scores);
                yield return $"{name}, {metric}: " + GoldenFile.Hash(GoldenFile.Bytes<float>(scores));
            }
    }
}
