using System.Collections.Generic;
using System.Runtime.InteropServices;
using HpcCoreset.Tests.Golden;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Golden;

/// <summary>What runs on subsets chosen by gradients end with are the committed bytes with every instruction set and number of threads.</summary>
[Trait("Switches", "true")]
public sealed class SubsetBytesTests
{
    [Fact]
    public void Runs_end_with_the_committed_bytes() => GoldenFile.Check("subsets.txt", Lines());

    private static IEnumerable<string> Lines()
    {
        LabelledData data = Blobs.Make(400);
        (string, TrainerOptions)[] trainers =
        [
            ("craig", new CraigTrainerOptions()),
            ("gradmatch", new GradMatchOptions { Interval = 1 }),
            ("gradmatch, batches", new GradMatchOptions { Interval = 1, PerBatch = true }),
            ("glister", new GlisterOptions { Interval = 1 }),
            ("crest", new CrestOptions { SubsetSize = 60, LearnedLoss = 0.5, Window = 5 }),
            ("crest, two batches ahead, not by class", new CrestOptions { SubsetSize = 60, BatchesAhead = 2, ByClass = false }),
        ];
        foreach ((string name, TrainerOptions trainer) in trainers)
        {
            using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1, threads: 2);
            using var run = new TrainingRun(model, data, null, new() { Trainer = trainer, Epochs = 4, Budget = 0.2, BatchSize = 17, Seed = 3, Threads = 2 });
            run.Run();
            yield return $"{name}: " + GoldenFile.Hash(MemoryMarshal.AsBytes(model.Parameters).ToArray());
        }
    }
}
