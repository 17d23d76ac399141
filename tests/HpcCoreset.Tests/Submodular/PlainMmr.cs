using System;
using System.Collections.Generic;

namespace HpcCoreset.Tests.Submodular;

/// <summary>The oracle: maximal marginal relevance by definition, in double, with all similarities and no shortcut.</summary>
internal static class PlainMmr
{
    public static (int[] Picks, double[] Scores) Select(float[][] rows, float[] query, Similarity similarity, int size, double lambda, double gamma = 0)
    {
        int n = rows.Length;
        double[][] s = BitwiseGreedy.Matrix([.. rows, query], [.. rows, query], similarity, gamma); // row n is the query
        var picks = new List<int>();
        var scores = new List<double>();
        while (picks.Count < size)
        {
            (int best, double bestScore) = (-1, double.NegativeInfinity);
            for (int v = 0; v < n; v++)
            {
                if (picks.Contains(v)) continue;
                double score = lambda * s[n][v];
                double redundancy = double.NegativeInfinity;
                foreach (int pick in picks) redundancy = Math.Max(redundancy, s[pick][v]);
                if (picks.Count > 0) score -= (1 - lambda) * redundancy;
                if (score > bestScore) (best, bestScore) = (v, score);
            }
            picks.Add(best);
            scores.Add(bestScore);
        }
        return ([.. picks], [.. scores]);
    }
}
