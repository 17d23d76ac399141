using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tests.Submodular;
using Xunit;

namespace HpcCoreset.Tests.Golden;

/// <summary>Facility location returns the committed bytes with every instruction set: indices, weights, gains, objective.</summary>
[Trait("Switches", "true")]
public class FacilityLocationBytesTests
{
    [Fact]
    public void Every_similarity_returns_the_committed_bytes() => GoldenFile.Check("facility-location.txt", Lines());

    private static IEnumerable<string> Lines()
    {
        var digits = new Instance("digits", [.. Digits.Rows.Where((_, i) => i % 5 == 0)]);
        Instance[] instances =
        [
            digits,
            .. Instances.All.Where(instance => instance.Name is "normal" or "longer than a chain" or "lattice" or "weights from 2^-27 to 2^27"),
            new("two chunks", Instances.Random(41, 1030, 3)),
        ];
        foreach (Instance instance in instances)
            foreach (Similarity similarity in Enum.GetValues<Similarity>())
            {
                Instance suited = instance.For(similarity);
                using var selector = new FacilityLocationSelector(new() { Size = Math.Min(20, suited.Count), Similarity = similarity });
                Coreset coreset = selector.Select(new Points(suited.Values, suited.Dimension), suited.Weights);
                yield return $"{similarity}, {suited}: " + GoldenFile.Hash(
                    GoldenFile.Bytes(coreset.Indices), GoldenFile.Bytes(coreset.Weights), GoldenFile.Bytes(coreset.Gains),
                    GoldenFile.Bytes<double>([coreset.Report.Objective]));
            }
    }
}
