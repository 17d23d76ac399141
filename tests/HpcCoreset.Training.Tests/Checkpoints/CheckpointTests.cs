using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Models;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private static readonly LabelledData s_data = Blobs.Make(300);
    private static readonly LabelledData s_test = Blobs.Make(90, seed: 2);

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        BatchSize = 32,
        Budget = 0.5,
        Seed = 11,
        EvaluationInterval = 4,
        Schedule = new StepDecaySchedule { WarmUp = 0.2, Milestones = [0.5] },
        Optimizer = new SgdOptions { WeightDecay = 1e-3 },
    };

    private readonly string _directory = Directory.CreateTempSubdirectory("hpc-coreset-checkpoint-").FullName;

    private string File => Path.Combine(_directory, "run.hpct");

    public static TheoryData<TrainingOptions> Runs =>
    [
        s_options,
        s_options with { Optimizer = new AdamWOptions(), LearningRate = 0.01 },
        s_options with { Optimizer = new SgdOptions { Momentum = 0 }, Schedule = new CosineSchedule() },
        s_options with { Trainer = new HardestFirst(), EvaluationInterval = 1 },
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    [Trait("Switches", "true")]
    public void A_run_that_was_stopped_at_any_step_ends_with_the_same_bits(TrainingOptions options)
    {
        using SoftmaxModel whole = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(whole, s_data, s_test, options);
        run.Run();

        Prop.ForAll(Gen.Choose(0, (int)run.TotalSteps).Two().ToArbitrary(), stops =>
        {
            using SoftmaxModel model = SoftmaxModel.For(s_data);
            TrainingRun resumed = new(model, s_data, s_test, options);
            foreach (int stop in (int[])[Math.Min(stops.Item1, stops.Item2), Math.Max(stops.Item1, stops.Item2)])
            {
                while (resumed.Account.Steps < stop) resumed.Step();
                resumed.Save(File);
                resumed.Dispose();
                model.Parameters.Fill(float.NaN); // nothing but the file may tell
                model.Statistics.Fill(float.NaN);
                resumed = TrainingRun.Resume(File, model, s_data, s_test, options with { Threads = 2 });
            }
            resumed.Run();
            Assert.Equal(Outcome(run, whole), Outcome(resumed, model));
            Assert.True(resumed.Account.TrainingSeconds > 0);
            resumed.Dispose();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    public static TheoryData<string> Networks => ["mlp", "lenet5", "resnet8"];

    [Theory]
    [MemberData(nameof(Networks))]
    [Trait("Switches", "true")]
    public void A_network_that_was_stopped_at_any_of_three_steps_ends_with_the_same_bits(string name)
    {
        var random = new Random(4);
        var images = new LabelledData(
            [.. Enumerable.Range(0, 40 * 12 * 12).Select(_ => random.NextSingle() - 0.5f)], [.. Enumerable.Range(0, 40).Select(row => row % 3)], new ExampleShape(12, 12, 1));
        NetworkDesign design = name switch
        {
            "mlp" => NetworkDesign.Mlp(images.InputLength, 3, 20),
            "lenet5" => NetworkDesign.LeNet5(images.Shape, 3),
            _ => NetworkDesign.ResNet8(images.Shape, 3),
        };
        TrainingOptions options = s_options with { Epochs = 2, Budget = 0.8, BatchSize = 7, Augmentation = Augmentation.PadCropFlip, LearningRate = 0.01 };
        using var whole = new Network(design, seed: 1);
        using var run = new TrainingRun(whole, images, images, options);
        run.Run();

        foreach (int stop in (int[])[random.Next(0, 3), random.Next(3, 7), random.Next(7, 10)])
        {
            using (var model = new Network(design, seed: 1, threads: 2))
            using (var stopped = new TrainingRun(model, images, images, options))
            {
                while (stopped.Account.Steps < stop) stopped.Step();
                stopped.Save(File);
            }
            using var other = new Network(design, seed: 99);
            using TrainingRun resumed = TrainingRun.Resume(File, other, images, images, options);
            resumed.Run();
            Assert.Equal(Outcome(run, whole), Outcome(resumed, other));
        }
    }

    [Fact]
    public void Saving_changes_nothing_of_a_run_and_leaves_one_file()
    {
        using SoftmaxModel saved = SoftmaxModel.For(s_data), whole = SoftmaxModel.For(s_data);
        using TrainingRun run = new(saved, s_data, s_test, s_options), other = new(whole, s_data, s_test, s_options);
        while (!run.IsFinished)
        {
            run.Step();
            run.Save(File);
        }
        other.Run();

        Assert.Equal(Outcome(other, whole), Outcome(run, saved));
        Assert.Equal(["run.hpct"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_one_before()
    {
        byte[] before = Saved();
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, s_test, s_options);

        Assert.ThrowsAny<IOException>(() => run.Save(Path.Combine(_directory, "missing", "run.hpct")));
        Assert.ThrowsAny<Exception>(() => run.Save(_directory)); // a directory is in the way

        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.Equal(["run.hpct"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public void Other_options_or_examples_are_refused_by_name()
    {
        Saved();

        Refused("of another run: its Epochs was 3; here it is 4.", s_options with { Epochs = 4 });
        Refused("of another run: its Budget was 0.5; here it is 0.25.", s_options with { Budget = 0.25 });
        Refused("of another run: its BatchSize was 32; here it is 16.", s_options with { BatchSize = 16 });
        Refused("of another run: its Seed was 11; here it is 12.", s_options with { Seed = 12 });
        Refused("of another run: its LearningRate was 0.1; here it is 0.2.", s_options with { LearningRate = 0.2 });
        Refused("of another run: its EvaluationInterval was 4; here it is 0.", s_options with { EvaluationInterval = 0 });
        Refused("of another run: its Optimizer was SgdOptions { Momentum = 0.9, Nesterov = False, WeightDecay = 0.001 }; here it is AdamWOptions {",
            s_options with { Optimizer = new AdamWOptions() });
        Refused("of another run: its Schedule was StepDecaySchedule { WarmUp = 0.2, Milestones = [0.5], Decay = 0.1 }; here it is StepDecaySchedule { WarmUp = 0.2, Milestones = [0.6]",
            s_options with { Schedule = new StepDecaySchedule { WarmUp = 0.2, Milestones = [0.6] } });
        Refused("of another run: its Trainer was RandomTrainerOptions { WithoutReplacement = False }; here it is HardestFirst {", s_options with { Trainer = new HardestFirst() });
        Refused("of another run: its History was none; here it is recorded every 3 steps.", s_options with { Trainer = new RecordedTrainerOptions { Interval = 3 } });
        Refused("of another run: its data was 300 examples of 1 x 1 x 4 values, SHA-256 ", s_options, data: Blobs.Make(300, seed: 9));
        Refused("of another run: its test was 90 examples", s_options, test: Blobs.Make(90, seed: 9));
        using var wider = new SoftmaxModel(Blobs.Inputs, 4);
        Refused("of another run: its model was SoftmaxModel, 4 values to 3 classes, 15 parameters, 4 statistics; here it is SoftmaxModel, 4 values to 4 classes", s_options, model: wider);
    }

    [Fact]
    public void The_numbers_of_a_culture_do_not_matter()
    {
        Saved();
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            using SoftmaxModel model = SoftmaxModel.For(s_data);
            using TrainingRun run = TrainingRun.Resume(File, model, s_data, s_test, s_options);
            Assert.Equal(5, run.Account.Steps);
            Assert.Equal(",", CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_file_cut_at_any_byte_or_with_a_bit_flipped_or_more_behind_it_is_refused()
    {
        byte[] whole = Saved();
        var random = new Random(1);
        for (int length = 0; length < whole.Length; length += random.Next(1, 9)) RefusedFile(whole[..length], length < 8 ? "" : "truncated: found ");
        for (int at = 0; at < whole.Length; at += random.Next(1, 9))
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << random.Next(8));
            RefusedFile(damaged, "");
        }
        RefusedFile([.. whole, 0], "damaged: found ");
        RefusedFile("no checkpoint at all, but a text"u8.ToArray(), "not a .hpct file: it does not begin with \\x89HPCT.");
        byte[] newer = [.. whole];
        newer[8] = 2;
        RefusedFile(newer, "found version 2 of the .hpct format, allowed is 1.");
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused_before_memory_is_reserved_by_them()
    {
        byte[] whole = Saved(new HardestFirst());
        int tail = 8 + 3 * 4 + 4 * (15 + 15 + 4) + 32, choices = whole.Length - tail - 4 * (1 + 48) - 4;
        int curve = choices - (1 * 40 + 4), account = curve - (5 * 8 + 7 * 8);

        RefusedNumber(whole, account, BitConverter.GetBytes(long.MaxValue), "found step 9223372036854775807 of ");
        RefusedNumber(whole, account + 8, BitConverter.GetBytes(-1L), "found -1 backprops.");
        RefusedNumber(whole, curve, BitConverter.GetBytes(int.MaxValue), "found 2147483647 points of the curve in ");
        RefusedNumber(whole, curve, BitConverter.GetBytes(-1), "found -1 points of the curve in ");
        RefusedNumber(whole, curve + 4, BitConverter.GetBytes(77L), "found a point of the curve at step 77 after step 0.");
        RefusedNumber(whole, choices, BitConverter.GetBytes(int.MaxValue), "found 2147483647 bytes of the trainer in ");
        RefusedNumber(whole, choices, BitConverter.GetBytes(4 * 49 + 4), "found 200 bytes of the trainer, of which it read 196.");
        RefusedNumber(whole, choices + 4, BitConverter.GetBytes(48), "found place 48 of 48.");
        RefusedNumber(whole, whole.Length - tail + 8, BitConverter.GetBytes(14), "found 14 values of the optimizer, expected 15.");
        RefusedNumber(whole, whole.Length - 32 - 4 * (4 + 1), BitConverter.GetBytes(3), "found 3 statistics, expected 4.");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>All that must not depend on where a run was stopped: everything but seconds.</summary>
    private static IEnumerable<long> Outcome(TrainingRun run, TrainableModel model)
    {
        TrainingAccount account = run.Account;
        return
        [
            .. MemoryMarshal.Cast<float, int>(model.Parameters).ToArray().Select(bits => (long)bits),
            .. MemoryMarshal.Cast<float, int>(model.Statistics).ToArray().Select(bits => (long)bits),
            .. run.Curve.ToArray().SelectMany(point => (long[])
                [point.Step, point.Backprops, BitConverter.DoubleToInt64Bits(point.TestAccuracy), BitConverter.DoubleToInt64Bits(point.TrainLoss)]),
            account.Steps, account.Backprops, account.ForwardExamples, account.HessianVectorProducts, account.Selections,
        ];
    }

    /// <summary>The file of a run after five steps, one of which was followed by a test.</summary>
    private byte[] Saved(TrainerOptions? trainer = null)
    {
        using SoftmaxModel model = SoftmaxModel.For(s_data);
        using var run = new TrainingRun(model, s_data, s_test, s_options with { Trainer = trainer ?? s_options.Trainer });
        for (int step = 0; step < 5; step++) run.Step();
        run.Save(File);
        return System.IO.File.ReadAllBytes(File);
    }

    private void Refused(string message, TrainingOptions options, LabelledData? data = null, LabelledData? test = null, SoftmaxModel? model = null)
    {
        using SoftmaxModel own = SoftmaxModel.For(s_data);
        model ??= own;
        float[] before = model.Parameters.ToArray();

        string found = Assert.Throws<InvalidDataException>(() => TrainingRun.Resume(File, model, data ?? s_data, test ?? s_test, options)).Message;

        Assert.StartsWith(message, found, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.ToArray());
    }

    private void RefusedFile(byte[] content, string message)
    {
        System.IO.File.WriteAllBytes(File, content);
        Refused(message, s_options);
    }

    /// <summary>Another number at a place, under a checksum that is right again.</summary>
    private void RefusedNumber(byte[] whole, int at, byte[] number, string message)
    {
        byte[] wrong = [.. whole];
        number.CopyTo(wrong, at);
        SHA256.HashData(wrong.AsSpan(..^32), wrong.AsSpan(^32));
        System.IO.File.WriteAllBytes(File, wrong);
        Refused("no valid checkpoint: " + message, s_options with { Trainer = new HardestFirst() });
    }
}
