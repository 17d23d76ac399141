using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Runs;

namespace HpcCoreset.Training.Tests.Selection;

/// <summary>One selection by a network that has learned a little, and what it was told, in plain double.</summary>
internal sealed class GradientPicks
{
    public GradientPicks(TrainerOptions trainer, LabelledData data, double budget = 0.1, int batchSize = 20, int epochsBefore = 2)
    {
        using Network model = new(NetworkDesign.Mlp(Blobs.Inputs, 3, 16), seed: 1);
        using (var run = new TrainingRun(model, data, null, new() { Epochs = epochsBefore, BatchSize = batchSize, LearningRate = 0.05, Seed = 1 })) run.Run();
        var options = new TrainingOptions { Trainer = trainer, BatchSize = batchSize, Budget = budget, Seed = 1 };
        var context = new TrainingContext(model, data, options);
        using Trainer choice = trainer.Create(context);
        for (int step = 0; step < context.StepsPerEpoch; step++)
        {
            choice.Choose(step);
            for (int i = 0; i < choice.Rows.Length; i++) Weights[choice.Rows[i]] = choice.Weights[i];
        }
        int[] all = [.. Enumerable.Range(0, data.Count)];
        float[] inputs = new float[data.Count * Blobs.Inputs], probabilities = new float[data.Count * 3], features = new float[data.Count * model.FeatureLength];
        data.Gather(all, inputs);
        model.Forward(new(inputs, data.Labels), new([], probabilities, features));
        Features = [.. features.Chunk(model.FeatureLength).Select(row => row.Select(h => (double)h).ToArray())];
        Probabilities = [.. all.Select(i => (double[])[.. Enumerable.Range(0, 3).Select(c => (double)probabilities[i * 3 + c])])];
        Gradients = [.. all.Select(i => (double[])[.. Probabilities[i].Select((p, c) => (double)((float)p - (c == data.Labels[i] ? 1 : 0)))])];
        WeightGradients = [.. all.Select(i => Gradients[i].SelectMany(g => Features[i].Append(1).Select(h => g * h)).ToArray())];
    }

    public Dictionary<int, float> Weights { get; } = [];

    public double[][] Features { get; }

    public double[][] Probabilities { get; }

    public double[][] Gradients { get; }

    /// <summary>By the weights and biases of the last layer, written out.</summary>
    public double[][] WeightGradients { get; }
}
