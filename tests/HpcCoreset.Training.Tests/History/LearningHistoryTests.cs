using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Models;
using HpcCoreset.Training.Tests.Runs;
using HpcCoreset.Training.Tests.Trainers;
using Xunit;

namespace HpcCoreset.Training.Tests.History;

[Trait("Switches", "true")]
public sealed class LearningHistoryTests
{
    private static readonly LabelledData s_data = Blobs.Make(300);
    private static readonly TrainingOptions s_options = new()
    {
        Trainer = new RecordedTrainerOptions { Trainer = new InfoBatchOptions(), Interval = 3 },
        Epochs = 4,
        BatchSize = 32,
        LearningRate = 2, // so high that examples are forgotten
        Seed = 6,
    };

    [Fact]
    public void A_history_is_what_plain_loops_take_down_beside_the_same_run()
    {
        List<int[]> steps = [];
        using Network model = Model(), watched = Model();
        using TrainingRun run = new(model, s_data, null, s_options),
            plain = new(watched, s_data, null, s_options with { Trainer = new Spied(new InfoBatchOptions(), steps) });
        run.Run();
        int[] events = new int[300], first = [.. Enumerable.Repeat(-1, 300)];
        bool[] right = new bool[300];
        int recordings = 0;
        for (int step = 0; step < 40; step++)
        {
            if (step % 3 == 0)
            {
                (float[] losses, bool[] now) = Outputs(watched);
                for (int i = 0; i < 300; i++)
                {
                    if (right[i] && !now[i]) events[i]++;
                    if (now[i] && first[i] < 0) first[i] = recordings;
                }
                Assert.Equal(losses, run.History!.Losses(recordings));
                right = now;
                recordings++;
            }
            plain.Step();
        }

        Assert.Null(plain.History);
        Assert.Equal(watched.Parameters.ToArray(), model.Parameters.ToArray()); // the choices are the same
        Assert.Equal(Enumerable.Range(0, 14).Select(i => 3L * i), run.History!.Steps.ToArray());
        Assert.Equal(events, run.History.ForgettingEvents);
        Assert.Equal(first, run.History.FirstLearned);
        Assert.True(events.Sum() > 20, $"found {events.Sum()}");
        Assert.Equal(14 * 300, run.Account.ForwardExamples);
        for (int recording = 0; recording < 14; recording++)
        {
            int[] picks = new int[300];
            foreach (int row in steps.Skip(3 * recording).Take(3).SelectMany(rows => rows)) picks[row]++;
            Assert.Equal(picks, run.History.Picks(recording));
        }
    }

    [Fact]
    public void Forgetting_is_to_be_wrong_after_having_been_right()
    {
        var history = new LearningHistory(3);
        foreach ((long step, bool[] right) in (ReadOnlySpan<(long, bool[])>)
            [(0, [false, true, false]), (5, [true, false, false]), (9, [true, true, false]), (12, [false, false, false])])
        {
            history.Begin(step).Fill(step + 0.5f);
            for (int example = 0; example < 3; example++) history.Classify(example, right[example]);
            history.Count([2, 0, 2]);
        }

        Assert.Equal([1, 2, 0], history.ForgettingEvents);
        Assert.Equal([1, 0, -1], history.FirstLearned);
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            using var text = new StringWriter();
            history.WriteCsv(text);
            Assert.Equal(
                "example,forgetting_events,first_learned,loss_0,picks_0,loss_5,picks_5,loss_9,picks_9,loss_12,picks_12\n"
                + "0,1,5,0.5,1,5.5,1,9.5,1,12.5,1\n1,2,0,0.5,0,5.5,0,9.5,0,12.5,0\n2,0,,0.5,2,5.5,2,9.5,2,12.5,2\n", text.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(0.005, true)]
    public void Stretches_are_means_over_what_was_picked_in_them_and_over_all(double learningRate, bool leavesSomeUnlearned)
    {
        using Network model = Model();
        using TrainingRun run = new(model, s_data, null, s_options with { LearningRate = learningRate });
        run.Run();
        LearningHistory history = run.History!;
        int[] events = history.ForgettingEvents.ToArray(), first = history.FirstLearned.ToArray();
        Assert.Equal(leavesSomeUnlearned, first.Contains(-1));
        for (int recording = 0; recording < history.Steps.Length; recording++)
        {
            (float[] losses, int[] picks) = (history.Losses(recording).ToArray(), history.Picks(recording).ToArray());
            int[] picked = [.. Enumerable.Range(0, 300).SelectMany(example => Enumerable.Repeat(example, picks[example]))];
            LearningStretch stretch = history.Stretch(recording);
            Assert.Equal((history.Steps[recording], picked.Length), (stretch.Step, stretch.Picks));
            AssertMeans(picked, stretch.Picked);
            AssertMeans([.. Enumerable.Range(0, 300)], stretch.All);

            void AssertMeans(int[] examples, ExampleDifficulty found)
            {
                Assert.Equal(examples.Average(example => (double)losses[example]), found.Loss, 1e-9);
                Assert.Equal(examples.Average(example => events[example]), found.ForgettingEvents, 1e-12);
                Assert.Equal(examples.Average(example => first[example] < 0 ? 1.0 : 0), found.NeverLearned, 1e-12);
            }
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => history.Stretch(history.Steps.Length));
    }

    /// <summary>The mechanism that the figures are there for: who trains on the hardest examples is seen to.</summary>
    [Fact]
    public void Picks_of_high_losses_are_harder_than_all_examples_and_random_ones_are_not()
    {
        ExampleDifficulty[] hardest = Differences(new HighestLosses()), random = Differences(new RandomTrainerOptions());
        Assert.True(hardest.Average(difference => difference.Loss) > 0.2, $"found {hardest.Average(difference => difference.Loss)}");
        Assert.True(hardest.Average(difference => difference.ForgettingEvents) > 0.5, $"found {hardest.Average(difference => difference.ForgettingEvents)}");
        Assert.Equal(0, random.Average(difference => difference.Loss), 0.05);
        Assert.Equal(0, random.Average(difference => difference.ForgettingEvents), 0.1);

        static ExampleDifficulty[] Differences(TrainerOptions trainer)
        {
            TrainingOptions options = s_options with { Trainer = new RecordedTrainerOptions { Trainer = trainer }, Budget = 0.2, Epochs = 30, LearningRate = 0.1 };
            using Network model = Model();
            using TrainingRun run = new(model, s_data, null, options);
            run.Run();
            return [.. Enumerable.Range(0, run.History!.Steps.Length).Select(run.History.Stretch).Select(stretch => new ExampleDifficulty(
                stretch.Picked.Loss - stretch.All.Loss, stretch.Picked.ForgettingEvents - stretch.All.ForgettingEvents, 0))];
        }
    }

    [Fact]
    public void Stretches_are_written_as_a_table_and_as_charts()
    {
        var history = new LearningHistory(3);
        foreach ((long step, float[] losses, bool[] right, int[] picks) in (ReadOnlySpan<(long, float[], bool[], int[])>)
            [(0, [4, 2, float.PositiveInfinity], [true, false, false], [0, 1, 1]), (5, [1, 2, 3], [false, true, false], [])])
        {
            losses.CopyTo(history.Begin(step));
            for (int example = 0; example < 3; example++) history.Classify(example, right[example]);
            history.Count(picks);
        }
        using StringWriter table = new(), chart = new();
        history.WriteStretchesCsv(table);
        history.WriteChart(chart);

        double third = 1.0 / 3;
        Assert.Equal(
            FormattableString.Invariant($"""
                step,picks,picked_loss,all_loss,picked_forgetting_events,all_forgetting_events,picked_never_learned,all_never_learned
                0,3,{8.0 / 3},Infinity,{third},{third},0,{third}
                5,0,NaN,2,NaN,{third},NaN,{third}

                """).ReplaceLineEndings("\n"), table.ToString());
        XElement[] drawn = [.. XElement.Parse(chart.ToString()).Elements().Where(element => (string?)element.Attribute("role") == "img")];
        Assert.Equal(
            [
                "picked: 2.667 at 0. all: 2 at 5.", // what is not finite is left out
                "picked: 0.3333 at 0. all: 2 points from 0.3333 at 0 to 0.3333 at 5.",
                "picked: 0 at 0. all: 2 points from 0.3333 at 0 to 0.3333 at 5.",
            ], drawn.Select(one => one.Elements().ElementAt(1).Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(38)]
    public void A_run_that_was_stopped_ends_with_the_same_bits_and_the_same_history(int stop)
    {
        StoppedRun.EndsTheSame(s_data, s_options, stop);
        StoppedRun.EndsTheSame(s_data, s_options with { Trainer = new RecordedTrainerOptions { Trainer = new CrestOptions { SubsetSize = 60 } }, LearningRate = 0.1 }, stop);
    }

    [Fact]
    public void A_history_that_cannot_be_is_refused()
    {
        byte[] saved = Saved(recordings: 2);
        Refused("found 2147483647 recordings of 3 examples in ", 0, int.MaxValue);
        Refused("found -1 recordings of 3 examples in ", 0, -1);
        Refused("found an example first learned at recording 2 of 2.", saved.Length - 3 - 3 * sizeof(int), 2);

        void Refused(string message, int at, int number)
        {
            byte[] wrong = [.. saved];
            BitConverter.TryWriteBytes(wrong.AsSpan(at), number);
            using var reader = new BinaryReader(new MemoryStream(wrong));
            Assert.StartsWith(message, Assert.Throws<FormatException>(() => new LearningHistory(3).Load(reader)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Steps_between_recordings_allocate_nothing()
    {
        using Network model = Model();
        using var run = new TrainingRun(model, s_data, null, s_options with { Trainer = new RecordedTrainerOptions { Interval = 100 } });
        Assert.Equal(0, Allocated.Always(() => run.Step()));
    }

    [Fact]
    public void Options_out_of_their_ranges_are_refused()
    {
        Refused(new() { Interval = -1 }, "options.Interval: found -1; allowed are whole numbers from 0.");
        Refused(new() { Trainer = null! }, "options.Trainer: found null; allowed are trainers.");
        Refused(new() { Trainer = new InfoBatchOptions { PruningShare = 2 } }, "options.PruningShare: found 2");

        static void Refused(RecordedTrainerOptions options, string message)
        {
            using SoftmaxModel model = SoftmaxModel.For(s_data);
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(
                () => new TrainingRun(model, s_data, null, s_options with { Trainer = options })).Message, StringComparison.Ordinal);
        }
    }

    private static Network Model() => new(NetworkDesign.Mlp(Blobs.Inputs, 3, 8), seed: 2);

    private static byte[] Saved(int recordings)
    {
        var history = new LearningHistory(3);
        for (int recording = 0; recording < recordings; recording++) history.Begin(recording);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        history.Save(writer);
        return stream.ToArray();
    }

    private static (float[] Losses, bool[] Right) Outputs(Network model)
    {
        (float[] inputs, int[] labels, float[] losses, float[] probabilities) = (new float[300 * Blobs.Inputs], new int[300], new float[300], new float[900]);
        s_data.Gather([.. Enumerable.Range(0, 300)], inputs, labels);
        model.Forward(new(inputs, labels), new(losses, probabilities));
        return (losses, [.. probabilities.Chunk(3).Select((p, i) => Array.IndexOf(p, p.Max()) == labels[i])]);
    }
}
