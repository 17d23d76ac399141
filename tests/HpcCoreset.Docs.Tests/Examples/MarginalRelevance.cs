using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class MarginalRelevance
{
    public static void Run()
    {
        var random = new Random(1);
        float[] candidates = [.. Enumerable.Range(0, 200 * 384).Select(_ => random.NextSingle() - 0.5f)];
        float[] query = candidates[..384];
        #region mmr
        using var selector = new MmrSelector(new() { Size = 10, Lambda = 0.7 });  // keep one per thread; it owns its workspace
        selector.Prepare(rows: 200, dimension: 384);                              // before the first request

        Coreset coreset = selector.Select(new Points(candidates, dimension: 384), query);
        foreach (Pick pick in coreset) Console.WriteLine($"candidate {pick.Index}, score {pick.Gain:F3}");
        #endregion
    }
}
