using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Trainers;

[Trait("Switches", "true")]
public sealed class RandomTrainerTests
{
    private static readonly TrainingOptions s_repeated = new()
    {
        Trainer = new RandomTrainerOptions { WithoutReplacement = true },
        Epochs = 9,
        Budget = 0.3,
        BatchSize = 16,
        Seed = 5,
    };

    [Theory]
    [InlineData(0.3, 16)]
    [InlineData(0.25, 25)]
    [InlineData(0.77, 200)]
    [InlineData(0.001, 3)]
    [InlineData(1, 32)]
    public void Without_replacement_the_steps_are_one_order_after_the_other(double budget, int batch)
    {
        LabelledData data = Blobs.Make(100);
        TrainingOptions options = s_repeated with { Budget = budget, BatchSize = batch };
        int[] rows = [.. ChosenSteps.Of(data, options).SelectMany(step => step)];

        List<int> orders = [];
        for (ulong order = 0; orders.Count < rows.Length; order++)
        {
            int[] one = new int[100];
            RandomRows.Permutation(options.Seed, order, one);
            orders.AddRange(one);
        }
        Assert.Equal(orders.Take(rows.Length), rows);
    }

    [Fact]
    public void Without_replacement_no_example_is_two_turns_ahead_and_with_it_some_wait_for_long()
    {
        LabelledData data = Blobs.Make(100);
        Assert.True(Spread(s_repeated) <= 1);
        Assert.True(Spread(s_repeated with { Trainer = new RandomTrainerOptions() }) > 1);

        int Spread(TrainingOptions options)
        {
            int[] turns = new int[100];
            foreach (int row in ChosenSteps.Of(data, options).SelectMany(step => step)) turns[row]++;
            return turns.Max() - turns.Min();
        }
    }

    [Fact]
    public void Both_kinds_take_the_same_steps_and_are_the_same_epochs_if_the_budget_is_all()
    {
        LabelledData data = Blobs.Make(100);
        TrainingOptions fresh = s_repeated with { Trainer = new RandomTrainerOptions() };
        Assert.Equal(ChosenSteps.Of(data, fresh).Select(step => step.Length), ChosenSteps.Of(data, s_repeated).Select(step => step.Length));
        Assert.Equal(ChosenSteps.Of(data, fresh with { Budget = 1 }), ChosenSteps.Of(data, s_repeated with { Budget = 1 }));
    }

    [Fact]
    public void A_run_that_goes_on_anywhere_chooses_what_it_would_have()
    {
        LabelledData data = Blobs.Make(100);
        List<int[]> whole = ChosenSteps.Of(data, s_repeated);
        for (int first = 0; first < whole.Count; first++) Assert.Equal(whole.Skip(first), ChosenSteps.Of(data, s_repeated, first));
    }
}
