using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Training.Checkpoints;

/// <summary>What a run's bytes depend on, in words: names and values that must be the same again when it is resumed.</summary>
internal static class Fingerprint
{
    /// <summary>The fingerprint of a run. Reads all examples.</summary>
    /// <param name="context">The run.</param>
    /// <param name="test">What it is tested on, or nothing.</param>
    public static (string Name, string Value)[] Of(TrainingContext context, LabelledData? test)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        // Records print their numbers as the current culture does.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            (TrainingOptions options, TrainableModel model) = (context.Options, context.Model);
            var recorded = options.Trainer as RecordedTrainerOptions;
            return
            [
                ("model", $"{(model as Network)?.Design.Name ?? model.GetType().Name}, {model.InputLength} values to {model.Classes} classes, {model.Parameters.Length} parameters, {model.Statistics.Length} statistics"),
                ("Seed", $"{options.Seed}"), // before the data, which may have been split by it
                ("data", Of(context.Data)),
                ("test", test is null ? "none" : Of(test)),
                ("History", recorded switch { null => "none", { Interval: 0 } => "recorded each epoch", _ => $"recorded every {recorded.Interval} steps" }),
                ("Trainer", $"{recorded?.Trainer ?? options.Trainer}"),
                ("Epochs", $"{options.Epochs}"),
                ("Budget", $"{options.Budget}"),
                ("BatchSize", $"{options.BatchSize}"),
                ("Optimizer", $"{options.Optimizer}"),
                ("LearningRate", $"{options.LearningRate}"),
                ("Schedule", $"{options.Schedule}"),
                ("Augmentation", $"{options.Augmentation}"),
                ("EvaluationInterval", $"{options.EvaluationInterval}"),
            ];
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>Examples as the model is shown them: scaled, with their classes.</summary>
    private static string Of(LabelledData data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        float[] inputs = new float[data.InputLength];
        for (int row = 0; row < data.Count; row++)
        {
            data.Gather([row], inputs);
            hash.AppendData(MemoryMarshal.AsBytes(inputs.AsSpan()));
        }
        hash.AppendData(MemoryMarshal.AsBytes(data.Labels));
        return $"{data.Count} examples of {data.Shape.Height} x {data.Shape.Width} x {data.Shape.Channels} values, SHA-256 {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
