using System;
using System.Diagnostics;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>
/// What a <see cref="Trainer"/> works with. What it has the model compute through this is counted in the run's <see cref="TrainingAccount"/>.
/// </summary>
public sealed class TrainingContext
{
    private readonly GatheredBatch _batch;
    private TrainingAccount _work;

    /// <summary>The context of a run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">What it is trained on.</param>
    /// <param name="options">Options that fit them.</param>
    internal TrainingContext(TrainableModel model, LabelledData data, TrainingOptions options)
    {
        (Model, Data, Options) = (model, data, options);
        // In decimal: as doubles, 0.29 of 100 are fewer than 29.
        ExamplesPerEpoch = Math.Max(1, (int)Math.Floor((decimal)options.Budget * data.Count));
        StepsPerEpoch = (ExamplesPerEpoch - 1) / options.BatchSize + 1;
        Steps = (long)options.Epochs * StepsPerEpoch;
        _batch = new GatheredBatch(data);
    }

    /// <summary>The model that is trained; its parameters are the run's to change.</summary>
    public TrainableModel Model { get; }

    /// <summary>The examples.</summary>
    public LabelledData Data { get; }

    /// <summary>The run's options.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Examples that the budget allows in an epoch: floor(budget * count), at least 1.</summary>
    public int ExamplesPerEpoch { get; }

    /// <summary>Steps of an epoch: these examples in batches.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Steps of the run.</summary>
    public long Steps { get; }

    /// <summary>What was counted so far; without seconds and steps.</summary>
    internal ref TrainingAccount Work => ref _work;

    /// <summary>Shows examples to the model as it is used after training, as they are stored, in blocks; counts them.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="outputs">What is wanted, for all rows together.</param>
    /// <exception cref="ArgumentException">There is no such row, or a length does not fit.</exception>
    public void Forward(ReadOnlySpan<int> rows, scoped ForwardOutputs outputs)
    {
        CheckLength(outputs.Losses, rows.Length, 1, nameof(outputs), "losses");
        CheckLength(outputs.Probabilities, rows.Length, Model.Classes, nameof(outputs), "probabilities");
        CheckLength(outputs.Features, rows.Length, Model.FeatureLength, nameof(outputs), "features");
        long begun = Stopwatch.GetTimestamp();
        _batch.Forward(Model, rows, outputs);
        _work = _work with
        {
            ForwardExamples = _work.ForwardExamples + rows.Length,
            ForwardSeconds = _work.ForwardSeconds + Stopwatch.GetElapsedTime(begun).TotalSeconds,
        };
    }

    /// <summary>The objective of a batch of examples as they are stored, and its gradient; statistics do not learn. Counts the examples.</summary>
    /// <param name="rows">The examples, at least one.</param>
    /// <param name="weights">One per row, or empty for 1 each.</param>
    /// <param name="gradient">One value per parameter.</param>
    /// <exception cref="ArgumentException">There is no such row, or a length does not fit.</exception>
    public double Gradient(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        double objective = Model.Gradient(_batch.Gather(rows, weights), gradient);
        _work = _work with { Backprops = _work.Backprops + rows.Length };
        return objective;
    }

    /// <summary>The Hessian of a batch's objective, of examples as they are stored, times a vector; counts one product.</summary>
    /// <param name="rows">The examples, at least one.</param>
    /// <param name="weights">One per row, or empty for 1 each.</param>
    /// <param name="vector">One value per parameter.</param>
    /// <param name="product">One value per parameter: receives the product.</param>
    /// <exception cref="ArgumentException">There is no such row, or a length does not fit.</exception>
    public void HessianVectorProduct(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, ReadOnlySpan<float> vector, Span<float> product)
    {
        Model.HessianVectorProduct(_batch.Gather(rows, weights), vector, product);
        _work = _work with { HessianVectorProducts = _work.HessianVectorProducts + 1 };
    }

    /// <summary>Both of these in one go: <see cref="TrainableModel.GradientAndHessianVectorProduct"/>.</summary>
    /// <param name="rows">The examples, at least one.</param>
    /// <param name="weights">One per row, or empty for 1 each.</param>
    /// <param name="vector">One value per parameter.</param>
    /// <param name="gradient">One value per parameter: receives the gradient.</param>
    /// <param name="product">One value per parameter: receives the product.</param>
    /// <returns>The objective.</returns>
    /// <exception cref="ArgumentException">There is no such row, or a length does not fit.</exception>
    public double GradientAndHessianVectorProduct(
        ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, ReadOnlySpan<float> vector, Span<float> gradient, Span<float> product)
    {
        double objective = Model.GradientAndHessianVectorProduct(_batch.Gather(rows, weights), vector, gradient, product);
        _work = _work with { Backprops = _work.Backprops + rows.Length, HessianVectorProducts = _work.HessianVectorProducts + 1 };
        return objective;
    }

    /// <summary>
    /// The losses of a step's examples before it, for <see cref="Trainer.Observe"/>: those of the training pass, of examples changed at random, if
    /// the model tells. Otherwise the examples are shown to it as they are stored, and counted.
    /// </summary>
    /// <param name="rows">The examples of the step.</param>
    /// <param name="losses">One value per row.</param>
    /// <exception cref="ArgumentException">Another number of losses than of rows.</exception>
    public void StepLosses(ReadOnlySpan<int> rows, Span<float> losses)
    {
        if (losses.Length != rows.Length) throw new ArgumentException($"losses: found room for {losses.Length}; there are {rows.Length} rows.", nameof(losses));
        ReadOnlySpan<double> told = Model.Losses;
        if (told.Length != rows.Length) Forward(rows, new ForwardOutputs(losses));
        else for (int i = 0; i < losses.Length; i++) losses[i] = (float)told[i];
    }

    /// <summary>Counts a selection: examples were chosen by more than chance.</summary>
    public void CountSelection() => _work = _work with { Selections = _work.Selections + 1 };

    /// <summary>The examples of a training step, changed at random as the options say: the same ones whenever the step is the same.</summary>
    /// <param name="number">The step.</param>
    /// <param name="rows">The examples.</param>
    /// <param name="weights">One per row, or empty.</param>
    internal TrainingBatch GatherStep(long number, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights) =>
        _batch.Gather(rows, weights, Options.Augmentation, Options.Seed, (ulong)number);

    private static void CheckLength(ReadOnlySpan<float> output, int rows, int length, string argument, string what)
    {
        if (!output.IsEmpty && output.Length != (long)rows * length)
            throw new ArgumentException($"{argument}: found {output.Length} {what}; {rows} examples have {(long)rows * length}.", argument);
    }
}
