using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Files;
using HpcCoreset.Tool;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>Checkpoints of short runs, of every trainer that keeps something.</summary>
internal static class CheckpointTargets
{
    private static readonly LabelledData s_data = new(
        [.. Enumerable.Range(0, 12 * 3).Select(i => (float)(i * 7 % 5))], [.. Enumerable.Range(0, 12).Select(i => i % 2)], ExampleShape.Vector(3));

    /// <summary>A target for each trainer, whose files have the right checksum, and one whose files have not.</summary>
    public static IEnumerable<FuzzTarget> All()
    {
        (string Name, TrainerOptions Options)[] trainers =
        [
            ("random", new RandomTrainerOptions()), ("craig", new CraigTrainerOptions()), ("grad-match", new GradMatchOptions()), ("glister", new GlisterOptions()),
            ("infobatch", new InfoBatchOptions()), ("crest", new CrestOptions()), ("recorded", new RecordedTrainerOptions { Trainer = new RandomTrainerOptions() }),
        ];
        yield return Of("checkpoint, .hpct", trainers[0].Options, wrap: null);
        foreach ((string name, TrainerOptions options) in trainers) yield return Of($"checkpoint with its checksum, {name}", options, SeedFiles.Resealed);
    }

    private static FuzzTarget Of(string name, TrainerOptions trainer, Func<byte[], byte[]>? wrap)
    {
        var options = new TrainingOptions { Trainer = trainer, Epochs = 2, BatchSize = 4, Budget = 0.5, Threads = 1, LearningRate = 0.01f };
        return new FuzzTarget(name, "x.hpct", [Saved(options, 0), Saved(options, 2)], wrap, (path, _) => Resume(path, options)) { FreeBytes = 1 << 20 };
    }

    private static Network Model(TrainingOptions options) => new(NetworkDesign.Mlp(3, 2, 2), options.Seed, threads: 1);

    private static byte[] Saved(TrainingOptions options, int steps)
    {
        string path = Path.GetTempFileName();
        try
        {
            using Network model = Model(options);
            using var run = new TrainingRun(model, s_data, null, options);
            for (; steps > 0; steps--) run.Step();
            run.Save(path);
            return WithoutSeconds(File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A checkpoint in which nothing took time, so that each process mutates the same bytes.</summary>
    private static byte[] WithoutSeconds(byte[] file)
    {
        const int Counts = 5, Seconds = 6;
        using var stream = new MemoryStream(file);
        using var reader = new BinaryReader(stream);
        stream.Position = SealedFormat.FrameBytes;
        for (int strings = 2 * reader.ReadInt32(); strings > 0; strings--) reader.ReadString();
        stream.Position += Counts * sizeof(long);
        file.AsSpan((int)stream.Position, Seconds * sizeof(double)).Clear();
        stream.Position += (Seconds + 1) * sizeof(double);
        for (int points = reader.ReadInt32(); points > 0; points--)
        {
            file.AsSpan((int)stream.Position + sizeof(long), sizeof(double)).Clear();
            stream.Position += 2 * sizeof(long) + 3 * sizeof(double);
        }
        return SeedFiles.Resealed(file);
    }

    /// <summary>A run that is refused has left the model alone, and one that is not goes on to its end or diverges.</summary>
    private static void Resume(string path, TrainingOptions options)
    {
        using Network model = Model(options);
        float[] parameters = model.Parameters.ToArray();
        TrainingRun run;
        try
        {
            run = TrainingRun.Resume(path, model, s_data, null, options);
        }
        catch (InvalidDataException refused)
        {
            FuzzTargets.Require(model.Parameters.SequenceEqual(parameters), $"parameters of a file that was refused: {refused.Message}");
            throw new InvalidInputException($"--resume: {path}: {refused.Message}");
        }
        using (run)
        {
            try
            {
                while (!run.IsFinished) run.Step();
            }
            catch (ArithmeticException)
            {
                // Parameters of any size are numbers that a run can have.
            }
        }
    }
}
