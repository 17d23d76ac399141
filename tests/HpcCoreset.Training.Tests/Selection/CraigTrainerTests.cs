using System;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Tests.Models;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Selection;

[Trait("Switches", "true")]
public sealed class CraigTrainerTests
{
    private static readonly LabelledData s_data = Blobs.Make(600);

    [Theory]
    [InlineData(GradientKind.LastLayerInputs)]
    [InlineData(GradientKind.LastLayerWeights)]
    public void Weights_are_the_numbers_of_nearest_examples_of_the_class(GradientKind kind)
    {
        var found = new GradientPicks(new CraigTrainerOptions { Gradients = kind }, s_data);
        double[][] gradients = kind == GradientKind.LastLayerInputs ? found.Gradients : found.WeightGradients;
        Assert.Equal(60, found.Weights.Count);
        int[] sizes = new int[600];
        for (int i = 0; i < 600; i++)
        {
            sizes[found.Weights.Keys.Where(pick => s_data.Labels[pick] == s_data.Labels[i])
                .MinBy(pick => gradients[i].Zip(gradients[pick], (a, b) => (a - b) * (a - b)).Sum())]++;
        }
        foreach ((int pick, float weight) in found.Weights) Assert.Equal(sizes[pick] * 60 / 600.0, weight, 5);
        for (int c = 0; c < 3; c++) Assert.Equal(20, found.Weights.Where(pick => s_data.Labels[pick.Key] == c).Sum(pick => (double)pick.Value), 4);
    }

    [Fact]
    public void Facility_location_covers_better_than_chance()
    {
        var found = new GradientPicks(new CraigTrainerOptions(), s_data);
        int[] random = new int[60];
        RandomRows.Subset(3, 0, 600, random);
        Assert.True(Cost([.. found.Weights.Keys]) < 0.7 * Cost(random), $"found {Cost([.. found.Weights.Keys])} and {Cost(random)}");

        double Cost(int[] picks) => Enumerable.Range(0, 600).Sum(i =>
            picks.Min(pick => Math.Sqrt(found.Gradients[i].Zip(found.Gradients[pick], (a, b) => (a - b) * (a - b)).Sum())));
    }

    [Fact]
    public void Equal_shares_of_unequal_classes()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 40 == 0 ? 1 : i % 2 == 0 ? 0 : 2)]; // 5 of class 1
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, 200 * Blobs.Inputs).Select(_ => random.NextSingle())];
        var found = new GradientPicks(
            new CraigTrainerOptions { Balance = ClassBalance.Equal }, new(values, labels, ExampleShape.Vector(Blobs.Inputs), classes: 3), budget: 0.2);

        Assert.Equal(5, found.Weights.Keys.Count(pick => labels[pick] == 1)); // all it has
        Assert.InRange(found.Weights.Keys.Count(pick => labels[pick] == 0), 17, 18);
    }

    [Fact]
    public void Options_are_checked()
    {
        Refuses(new CraigTrainerOptions { Interval = 0 }, "Interval");
        Refuses(new CraigTrainerOptions { Balance = (ClassBalance)9 }, "Balance");
        Refuses(new CraigTrainerOptions { Gradients = (GradientKind)9 }, "Gradients");
    }

    internal static void Refuses(TrainerOptions trainer, string option)
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        var refused = Assert.Throws<ArgumentException>(() => new TrainingRun(model, s_data, null, new() { Trainer = trainer, Budget = 0.1 }));
        Assert.StartsWith($"options.{option}: found ", refused.Message, StringComparison.Ordinal);
    }
}
