using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using HpcCoreset.Tests.Duplicates;
using Xunit;

namespace HpcCoreset.Tests.Golden;

/// <summary>What stays, the pairs and the ranking are the committed bytes with every instruction set.</summary>
[Trait("Switches", "true")]
public class DuplicateBytesTests
{
    [Fact]
    public void Duplicates_are_the_committed_bytes() => GoldenFile.Check("duplicates.txt", Found());

    private static IEnumerable<string> Found()
    {
        foreach ((int count, int dimension) in ((int, int)[])[(2500, 6), (700, 140)])
        {
            float[] rows = DuplicateFinderTests.Directions(count, dimension, 0.3);
            foreach (KeepRule rule in Enum.GetValues<KeepRule>())
            {
                var options = new DuplicateOptions { Clusters = 5, Keep = rule, Seed = 2 };
                using var finder = new DuplicateFinder(options);
                var order = new int[count];
                finder.RankByPrototypicality(new Points(rows, dimension), order);
                yield return $"{count} x {dimension}, {rule}: " + GoldenFile.Hash(
                    GoldenFile.Bytes<int>(DuplicateFinderTests.Representatives(options, new Points(rows, dimension))),
                    GoldenFile.Bytes<int>([.. DuplicateFinderTests.Pairs(options, new Points(rows, dimension)).SelectMany(pair => (int[])[pair.First, pair.Second])]),
                    GoldenFile.Bytes<double>([.. DuplicateFinderTests.Pairs(options, new Points(rows, dimension)).Select(pair => pair.Cosine)]),
                    GoldenFile.Bytes<int>(order));
            }
        }
    }
}
