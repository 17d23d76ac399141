using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Anomalies;
using HpcCoreset.Training;

namespace HpcCoreset.Benchmarks.Imbalance;

/// <summary>
/// Two classes of Fashion-MNIST, one of them cut to a hundredth: balanced accuracy of a logistic model on both classes' test images, trained
/// on quota coresets and on random under- and oversamples of the same size.
/// </summary>
internal static class ImbalanceReport
{
    private const int Seeds = 10;
    private const int Rarity = 100;
    private const int Clusters = 10;

    // Frequent class, rare class.
    private static readonly (int Frequent, int Rare, string Name)[] Pairs =
        [(0, 6, "T-shirts, few shirts"), (4, 2, "coats, few pullovers"), (9, 7, "ankle boots, few sneakers")];

    private static readonly int[] Sizes = [120, 300, 600, 1200];

    // The model's default, and one that suits 60 rows of 784 values better.
    private static readonly double[] Penalties = [1e-3, 0.1];

    private static readonly (string Name, Func<LabelledImages, int, ulong, CoresetSnapshot> Make)[] Samples =
    [
        ("quota coreset, equal", (images, size, seed) => Quota(images, size, seed, ClassBalance.Equal)),
        ("quota coreset, sqrt", (images, size, seed) => Quota(images, size, seed, ClassBalance.SquareRoot)),
        ("undersample", (images, size, seed) => Resample(images, size, seed, ClassResampling.Under)),
        ("oversample", (images, size, seed) => Resample(images, size, seed, ClassResampling.Over)),
        ("coreset without labels", WithoutLabels),
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Balanced accuracy of a logistic model, per cent: mean (standard error) of {Seeds} seeds. 6,000 images of one class and {6000 / Rarity} of the other;");
        output.WriteLine($"quota coresets with EqualizeClasses. An undersample has at most {2 * 6000 / Rarity} rows.");
        output.WriteLine();
        if (!LabelledImages.Exist)
        {
            output.WriteLine("No Fashion-MNIST: bench/data/fetch.sh brings it.");
            return;
        }
        output.WriteLine($"| classes | penalty | rows | {string.Join(" | ", Samples.Select(sample => sample.Name))} | all rows |");
        output.WriteLine($"|:--|--:|--:|{string.Concat(Enumerable.Repeat("--:|", Samples.Length + 1))}");
        (LabelledImages train, LabelledImages test) = (LabelledImages.Train(), LabelledImages.Test());
        foreach ((int frequent, int rare, string name) in Pairs)
        {
            LabelledImages[] inputs = [.. Enumerable.Range(0, Seeds).Select(seed => Pair(train, frequent, rare, seed))];
            LabelledImages tested = Pair(test, frequent, rare, seed: null);
            foreach (double penalty in Penalties)
            {
                string all = Text(inputs.Select(images => Score(images, [.. Enumerable.Range(0, images.Labels.Length)], [], tested, penalty)));
                foreach (int size in Sizes)
                {
                    output.Write(FormattableString.Invariant($"| {name} | {penalty} | {size} |"));
                    foreach ((_, Func<LabelledImages, int, ulong, CoresetSnapshot> make) in Samples)
                        output.Write($" {Text(inputs.Select((images, seed) => Score(images, make(images, size, (ulong)seed), tested, penalty)))} |");
                    output.WriteLine($" {all} |");
                    output.Flush();
                }
            }
        }
        output.WriteLine();
    }

    /// <summary>The images of two classes, as classes 0 and 1, of the second one in a hundred.</summary>
    private static LabelledImages Pair(LabelledImages images, int frequent, int rare, int? seed)
    {
        int[] OfClass(int label) => [.. Enumerable.Range(0, images.Labels.Length).Where(i => images.Labels[i] == label)];
        (int[] many, int[] few) = (OfClass(frequent), OfClass(rare));
        if (seed is { } number)
        {
            new Random(number).Shuffle(few);
            few = few[..(few.Length / Rarity)];
        }
        return new(
            [.. many.Concat(few).SelectMany(i => new ArraySegment<float>(images.Values, i * LabelledImages.Dimension, LabelledImages.Dimension))],
            [.. many.Select(_ => (byte)0), .. few.Select(_ => (byte)1)]);
    }

    private static CoresetSnapshot Quota(LabelledImages images, int size, ulong seed, ClassBalance balance)
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = size, Clusters = Clusters, Balance = balance, EqualizeClasses = true, Seed = seed });
        return selector.Select(new Points(images.Values, LabelledImages.Dimension), [], Labels(images)).ToOwned();
    }

    private static CoresetSnapshot Resample(LabelledImages images, int size, ulong seed, ClassResampling resampling)
    {
        using var resampler = new ClassResampler(new() { Size = size, Resampling = resampling, Seed = seed });
        return resampler.Select(Labels(images)).ToOwned();
    }

    private static CoresetSnapshot WithoutLabels(LabelledImages images, int size, ulong seed)
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = size, Clusters = Clusters, Seed = seed });
        return selector.Select(new Points(images.Values, LabelledImages.Dimension)).ToOwned();
    }

    private static double Score(LabelledImages images, CoresetSnapshot sample, LabelledImages test, double penalty) =>
        Score(images, [.. sample.Indices], [.. sample.Weights], test, penalty);

    private static double Score(LabelledImages images, int[] rows, double[] weights, LabelledImages test, double penalty)
    {
        const int Dimension = LabelledImages.Dimension;
        float[] values = [.. rows.SelectMany(row => new ArraySegment<float>(images.Values, row * Dimension, Dimension))];
        using var model = new LogisticModel(classes: 2, Environment.ProcessorCount) { Penalty = penalty };
        model.Fit(new Points(values, Dimension), [.. rows.Select(row => (int)images.Labels[row])], weights);
        return 100 * model.Score(new Points(test.Values, Dimension), Labels(test)).BalancedAccuracy;
    }

    private static int[] Labels(LabelledImages images) => [.. images.Labels.Select(label => (int)label)];

    private static string Text(IEnumerable<double> scores)
    {
        double[] found = [.. scores];
        double mean = found.Average(), squares = found.Sum(value => (value - mean) * (value - mean));
        return FormattableString.Invariant($"{mean:F2} ({Math.Sqrt(squares / (found.Length - 1) / found.Length):F2})");
    }
}
