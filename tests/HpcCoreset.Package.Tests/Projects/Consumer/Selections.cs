using System;
using System.Runtime.CompilerServices;
using HpcCoreset;
using HpcCoreset.Runtime;

/// <summary>The library's selectors on kernels declared here, beside plain loops in double.</summary>
internal static class Selections
{
    private const int Count = 300;
    private const int Dimension = 96;
    private const int Size = 20;

    public static void Check()
    {
        var random = new Random(5);
        var rows = new float[Count * Dimension];
        for (int i = 0; i < rows.Length; i++) rows[i] = (float)(random.NextDouble() + i / Dimension % 4);

        CheckGreedy(rows);
        CheckCost<Embedding96>(rows, (x, y) => (x - y) * (x - y));
        CheckCost<HuberKernel>(rows, (x, y) => Math.Abs(x - y) < 1 ? 0.5 * (x - y) * (x - y) : Math.Abs(x - y) - 0.5);
    }

    private static void CheckGreedy(float[] rows)
    {
        using var selector = new FacilityLocationSelector<Embedding96>(new FacilityLocationOptions { Size = 3, Similarity = Similarity.Rbf, Gamma = 0.1 });
        Coreset coreset = selector.Select(new Points(rows, Dimension));
        var covered = new double[Count];
        foreach (Pick pick in coreset)
        {
            (int best, double most) = (-1, -1);
            for (int candidate = 0; candidate < Count; candidate++)
            {
                double gain = 0;
                for (int i = 0; i < Count; i++) gain += Math.Max(0, Similar(rows, i, candidate) - covered[i]);
                if (gain > most) (best, most) = (candidate, gain);
            }
            Require(pick.Index == best, "pick", pick.Index, best);
            for (int i = 0; i < Count; i++) covered[i] = Math.Max(covered[i], Similar(rows, i, best));
        }
    }

    /// <summary>Lightweight coresets report the cost against the mean; all methods keep the mass.</summary>
    private static void CheckCost<TKernel>(float[] rows, Func<double, double, double> term)
        where TKernel : struct, ICoresetKernel
    {
        double expected = 0;
        for (int t = 0; t < Dimension; t++)
        {
            double mean = 0;
            for (int i = 0; i < Count; i++) mean += rows[i * Dimension + t] / (double)Count;
            for (int i = 0; i < Count; i++) expected += term(rows[i * Dimension + t], mean);
        }
        foreach (ClusteringCoresetMethod method in new ClusteringCoresetMethod[] { ClusteringCoresetMethod.Lightweight, ClusteringCoresetMethod.Sensitivity })
        {
            using var selector = new ClusteringCoresetSelector<TKernel>(new ClusteringCoresetOptions { Size = Size, Clusters = 4, Method = method });
            Coreset coreset = selector.Select(new Points(rows, Dimension));
            Require(coreset.Count == Size, "size", coreset.Count, Size);
            Require(Math.Abs(coreset.Report.TotalWeight - Count) < 1e-9 * Count, "mass", coreset.Report.TotalWeight, Count);
            if (method == ClusteringCoresetMethod.Lightweight)
                Require(Math.Abs(coreset.Report.Objective - expected) < 1e-5 * expected, "cost", coreset.Report.Objective, expected);
            else
                Require(coreset.Report.Objective < 0.9 * expected, "cost of seeds", coreset.Report.Objective, expected);
        }
    }

    private static double Similar(float[] rows, int i, int j)
    {
        double squared = 0;
        for (int t = 0; t < Dimension; t++)
        {
            double difference = rows[i * Dimension + t] - rows[j * Dimension + t];
            squared += difference * difference;
        }
        return Math.Exp(-0.1 * squared);
    }

    private static void Require(bool holds, string what, double found, double expected)
    {
        if (!holds) throw new InvalidOperationException($"{what}: found {found}, expected {expected}");
    }
}

[CoresetKernel<SquaredEuclidean>(96)]
internal readonly partial struct Embedding96 { }

[CoresetKernel<Huber>]
internal readonly partial struct HuberKernel { }

/// <summary>Half the square of small differences, the size of large ones: outliers count less.</summary>
internal readonly struct Huber : IMetric
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T>
    {
        T d = T.Abs(x - y);
        return sum + T.WhereLess(d, T.Create(1), T.Create(0.5f) * d * d, d - T.Create(0.5f));
    }

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}
