using System;
using System.Linq;
using System.Numerics;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Objectives
{
    public static void Run()
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 2_000, dimension: 8, labels: 10, new Random(1));
        float[] values = blobs.Values;
        #region objectives
        var points = new Points(values, dimension: 8);
        Objective[] objectives =
        [
            new GraphCutObjective { Similarity = Similarity.Rbf, Gamma = 0.01 },
            new LogDeterminantObjective { Similarity = Similarity.Rbf, Gamma = 0.01 },
            new DisparityMinObjective(),
            new MixtureObjective
            {
                Parts = [new(1, new FacilityLocationObjective()), new(50, new DisparitySumObjective())],
            },
        ];
        foreach (Objective objective in objectives)
        {
            using var selector = new SubmodularSelector(new() { Size = 10, Objective = objective });
            Coreset picks = selector.Select(points);
            Console.WriteLine($"{objective.GetType().Name,-24} starts with {string.Join(", ", picks.Indices[..4].ToArray())}; value {picks.Report.Objective:G6}");
        }
        #endregion
    }

    public static void RunOwn()
    {
        var random = new Random(1);
        ulong[] documents = [.. Enumerable.Range(0, 500).Select(_ => (ulong)random.NextInt64() & (ulong)random.NextInt64() & (ulong)random.NextInt64())];
        double[] importance = [.. Enumerable.Range(0, 64).Select(topic => 1 + topic % 5.0)];
        #region own-objective-use
        using var selector = new GreedySelector<TopicCover>(new() { Size = 3 });
        var cover = new TopicCover { Topics = documents, Importance = importance };
        foreach (Pick pick in selector.Select(ref cover)) Console.WriteLine($"document {pick.Index} adds {pick.Gain}");
        Console.WriteLine($"{BitOperations.PopCount(cover.Covered)} of 64 topics are covered");
        #endregion
    }
}

#region own-objective
internal struct TopicCover : ISubmodularObjective
{
    public ulong[] Topics;        // a mask per document
    public double[] Importance;   // a weight per topic
    public ulong Covered;

    public readonly int Count => Topics.Length;

    public readonly bool IsMonotone => true;

    public readonly bool IsSubmodular => true;

    public void Reset() => Covered = 0;

    public readonly double Gain(int candidate)
    {
        double gain = 0;
        for (ulong left = Topics[candidate] & ~Covered; left != 0; left &= left - 1) gain += Importance[BitOperations.TrailingZeroCount(left)];
        return gain;
    }

    public void Add(int candidate) => Covered |= Topics[candidate];
}
#endregion
