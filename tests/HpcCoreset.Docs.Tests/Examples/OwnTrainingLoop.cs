using System;
using System.Linq;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class OwnTrainingLoop
{
    public static void ChooseBatches()
    {
        (LabelledRows train, LabelledRows test) = LabelledRows.Blobs(count: 10_000, dimension: 10, labels: 5, new Random(1)).Split(trainShare: 0.8);
        OwnEngine engine = new(10, 5), other = new(10, 5);
        int[] order = [.. Enumerable.Range(0, train.Count)];
        var random = new Random(1);

        #region own-loop
        using var selector = new CraigSelector(new() { Size = 32 });               // picks 32 rows, class by class
        for (int step = 0; step < 200; step++)
        {
            random.Shuffle(order);
            LabelledRows subset = train.Take(order.AsSpan(0, 256));                 // of 256 random ones
            float[] gradients = engine.Probabilities(subset.Values);                // [256][5], a forward pass
            for (int i = 0; i < subset.Count; i++) gradients[i * 5 + subset.Labels[i]] -= 1;
            Coreset batch = selector.Select(new Points(gradients, dimension: 5), weights: default, subset.Labels);
            float[] weights = [.. batch.Weights.ToArray().Select(rows => (float)(rows * 32 / 256))];  // a mean of 1
            engine.Step(subset.Take(batch.Indices), weights, rate: 0.3f);

            other.Step(train.Take(order.AsSpan(0, 32)), weights: default, rate: 0.3f);   // to compare with: any 32 of them
        }
        Console.WriteLine($"{engine.Accuracy(test):P1} of the held-out rows right; on random batches {other.Accuracy(test):P1}");
        #endregion
    }

    public static void ChooseByScores()
    {
        (LabelledRows train, LabelledRows test) = LabelledRows.Blobs(count: 10_000, dimension: 10, labels: 5, new Random(1)).Split(trainShare: 0.8);
        OwnEngine engine = new(10, 5);
        for (int step = 0; step < 20; step++) engine.Step(train, weights: default, rate: 0.3f);

        #region own-scores
        float[] probabilities = engine.Probabilities(train.Values), scores = new float[train.Count];
        ExampleScores.FromOutputs(ExampleScore.ErrorNorm, train.Labels, new ForwardOutputs(losses: default, probabilities), scores); // EL2N
        int[] hardestFirst = [.. Enumerable.Range(0, train.Count).OrderByDescending(row => scores[row])];
        LabelledRows harder = train.Take(hardestFirst.AsSpan(0, train.Count / 2)), easier = train.Take(hardestFirst.AsSpan(train.Count / 2));
        Console.WriteLine($"of the harder half {engine.Accuracy(harder):P1} are right so far, of the easier half {engine.Accuracy(easier):P1}");
        #endregion
    }

    public static void RunTrainers()
    {
        (LabelledData training, LabelledData test) = TrainANetwork.Digits();

        #region own-model-run
        foreach (TrainerOptions trainer in (TrainerOptions[])[new RandomTrainerOptions(), new CraigTrainerOptions(), new CrestOptions()])
        {
            using var model = new OwnModel(new OwnEngine(inputs: 64, classes: 10));
            using var run = new TrainingRun(model, training, test, new() { Trainer = trainer, Epochs = 20, Budget = 0.2, BatchSize = 32, LearningRate = 0.01 });
            run.Run();
            Console.WriteLine($"{trainer.GetType().Name}: {run.Curve[^1].TestAccuracy:P0} right"); // and what it cost: run.Account
        }
        #endregion
    }

    #region own-model
    internal sealed class OwnModel(OwnEngine engine) : TrainableModel
    {
        public override int InputLength => engine.Inputs;

        public override int Classes => engine.Classes;

        public override int FeatureLength => engine.Inputs;      // of what the last layer is given: here the only one

        public override Span<float> Parameters => engine.Weights; // the trainers write to it

        public override void Forward(scoped TrainingBatch batch, scoped ForwardOutputs outputs)
        {
            float[] probabilities = engine.Probabilities(batch.Inputs);
            for (int i = 0; i < outputs.Losses.Length; i++) outputs.Losses[i] = -MathF.Log(probabilities[i * Classes + batch.Labels[i]]);
            if (!outputs.Probabilities.IsEmpty) probabilities.CopyTo(outputs.Probabilities);
            if (!outputs.Features.IsEmpty) batch.Inputs.CopyTo(outputs.Features);
        }

        public override double Gradient(scoped TrainingBatch batch, scoped Span<float> gradient, bool updateStatistics = false) =>
            engine.Gradient(batch.Inputs, batch.Labels, batch.Weights, gradient);
    }
    #endregion
}
