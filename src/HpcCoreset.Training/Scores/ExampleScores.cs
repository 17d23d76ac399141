using System;
using System.Linq;
using System.Numerics.Tensors;
using HpcCoreset.Numerics;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>
/// Scores of all examples by a model as it is. The papers average gradient and error norms over some ten models early in training: add up the
/// scores of each. A share of the highest is a coreset of hard examples, which keeps wrong labels above all.
/// </summary>
/// <remarks>
/// Computed in double from the model's float32 outputs, in the order of the classes: the same bytes on any instruction set that gives the same
/// outputs. Nothing is allocated after the first call for a score. An instance serves one thread at a time.
/// </remarks>
public sealed unsafe class ExampleScores
{
    private readonly TrainableModel _model;
    private readonly GatheredBatch _batch;
    private readonly int[] _rows;
    private readonly int[] _labels;
    private readonly float[] _probabilities;
    private float[] _features = [];

    /// <summary>Scores of these examples by this model.</summary>
    /// <param name="model">The model; left to the caller, and never changed.</param>
    /// <param name="data">The examples.</param>
    /// <exception cref="ArgumentException">The model takes other examples, or has fewer classes.</exception>
    public ExampleScores(TrainableModel model, LabelledData data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ModelCheck.RequireFit(model, data, nameof(data));
        (_model, _batch, _rows, _labels) = (model, new(data), [.. Enumerable.Range(0, data.Count)], data.Labels.ToArray());
        _probabilities = new float[GatheredBatch.Block * model.Classes];
    }

    /// <summary>The score of every example, as it is stored. A forward pass of all.</summary>
    /// <param name="score">Which.</param>
    /// <param name="scores">One per example.</param>
    /// <exception cref="ArgumentException">Another number of scores than of examples, or no such score.</exception>
    /// <exception cref="ArithmeticException">The model's outputs are not finite: its training diverged.</exception>
    public void Compute(ExampleScore score, Span<float> scores)
    {
        Check(score);
        if (scores.Length != _rows.Length)
            throw new ArgumentException($"scores: found room for {scores.Length}; there are {_rows.Length} examples.", nameof(scores));
        if (score == ExampleScore.GradientNorm && _features.Length == 0) _features = new float[GatheredBatch.Block * _model.FeatureLength];
        for (int first = 0; first < scores.Length; first += GatheredBatch.Block)
        {
            int count = Math.Min(GatheredBatch.Block, scores.Length - first);
            Span<float> part = scores.Slice(first, count);
            ForwardOutputs outputs = score switch
            {
                ExampleScore.Loss => new(part),
                ExampleScore.GradientNorm => new(default, _probabilities.AsSpan(0, count * _model.Classes), _features.AsSpan(0, count * _model.FeatureLength)),
                _ => new(default, _probabilities.AsSpan(0, count * _model.Classes)),
            };
            _batch.Forward(_model, _rows.AsSpan(first, count), outputs);
            RequireFinite(outputs.Losses, first);
            RequireFinite(outputs.Probabilities, first);
            RequireFinite(outputs.Features, first);
            FromOutputs(score, _labels.AsSpan(first, count), outputs, part);
        }
    }

    /// <summary>Scores of what a model said, whatever computed it. O(examples (classes + features)), allocates nothing.</summary>
    /// <param name="score">Which.</param>
    /// <param name="labels">The class of each example.</param>
    /// <param name="outputs">Losses for <see cref="ExampleScore.Loss"/>, otherwise probabilities; and features for <see cref="ExampleScore.GradientNorm"/>.</param>
    /// <param name="scores">One per example; may be the losses.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, a label is no class, a loss or feature is not finite, a probability is none, or there is no such score.
    /// </exception>
    public static void FromOutputs(ExampleScore score, ReadOnlySpan<int> labels, ForwardOutputs outputs, Span<float> scores)
    {
        Check(score);
        if (scores.Length != labels.Length)
            throw new ArgumentException($"scores: found room for {scores.Length}; there are {labels.Length} labels.", nameof(scores));
        if (labels.Length == 0) return;
        if (score == ExampleScore.Loss)
        {
            if (outputs.Losses.Length != labels.Length)
                throw new ArgumentException($"outputs: found {outputs.Losses.Length} losses; there are {labels.Length} labels.", nameof(outputs));
            RequireFinite(outputs.Losses, 1, "losses", nameof(outputs));
            outputs.Losses.CopyTo(scores);
            return;
        }
        int classes = PerExample(outputs.Probabilities.Length, labels.Length, "probabilities", nameof(outputs));
        int features = score == ExampleScore.GradientNorm ? PerExample(outputs.Features.Length, labels.Length, "features", nameof(outputs)) : 0;
        RequireProbabilities(outputs.Probabilities, classes, nameof(outputs));
        if (features > 0) RequireFinite(outputs.Features, features, "features", nameof(outputs));
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
                throw new ArgumentException($"labels: found class {labels[i]} at {i}; allowed are 0 to {classes - 1}.", nameof(labels));
            ReadOnlySpan<float> probabilities = outputs.Probabilities.Slice(i * classes, classes);
            scores[i] = (float)(score switch
            {
                ExampleScore.GradientNorm => ErrorNorm(probabilities, labels[i]) * Math.Sqrt(1 + SquaredNorm(outputs.Features.Slice(i * features, features))),
                ExampleScore.ErrorNorm => ErrorNorm(probabilities, labels[i]),
                ExampleScore.Margin => Margin(probabilities),
                ExampleScore.Entropy => Entropy(probabilities),
                _ => AllBut(LikeliestClass.Of(probabilities), probabilities),
            });
        }
    }

    private static void Check(ExampleScore score)
    {
        if (!Enum.IsDefined(score))
            throw new ArgumentException($"score: found {score}; allowed are {string.Join(", ", Enum.GetNames<ExampleScore>())}.", nameof(score));
    }

    private static void RequireFinite(ReadOnlySpan<float> outputs, int first)
    {
        if (!outputs.IsEmpty && !TensorPrimitives.IsFiniteAll(outputs))
            throw new ArithmeticException(FormattableString.Invariant($"The model has diverged: an output is not finite for an example from {first} on."));
    }

    private static void RequireFinite(ReadOnlySpan<float> values, int columns, string what, string argument)
    {
        if (TensorPrimitives.IsFiniteAll(values)) return;
        int first = 0;
        while (float.IsFinite(values[first])) first++;
        throw Refused(values, first, columns, what, "finite values", argument);
    }

    /// <summary>Scores before the softmax are what is given by mistake.</summary>
    private static void RequireProbabilities(ReadOnlySpan<float> values, int columns, string argument)
    {
        const float Most = 1.01f; // some engines round coarsely
        if (TensorPrimitives.Min(values) >= 0 && TensorPrimitives.Max(values) <= Most) return; // not so with NaN
        int first = 0;
        while (values[first] is >= 0 and <= Most) first++;
        throw Refused(values, first, columns, "probabilities", "0 to 1, as after a softmax", argument);
    }

    private static ArgumentException Refused(ReadOnlySpan<float> values, int at, int columns, string what, string allowed, string argument) => new(
        FormattableString.Invariant($"{argument}: found {values[at]} in row {at / columns}, column {at % columns} of the {what}; allowed are {allowed}."), argument);

    private static int PerExample(int values, int examples, string what, string argument)
    {
        (int length, int rest) = Math.DivRem(values, examples);
        if (values == 0 || rest != 0)
            throw new ArgumentException($"{argument}: found {values} {what}; needed is a multiple of {examples}, one row per label.", argument);
        return length;
    }

    private static double ErrorNorm(ReadOnlySpan<float> probabilities, int label)
    {
        double error = AllBut(label, probabilities), sum = error * error;
        for (int c = 0; c < probabilities.Length; c++)
            if (c != label) sum += (double)probabilities[c] * probabilities[c];
        return Math.Sqrt(sum);
    }

    private static double Margin(ReadOnlySpan<float> probabilities)
    {
        int likeliest = LikeliestClass.Of(probabilities);
        float next = 0;
        for (int c = 0; c < probabilities.Length; c++)
            if (c != likeliest) next = Math.Max(next, probabilities[c]);
        return AllBut(likeliest, probabilities) + next;
    }

    private static double Entropy(ReadOnlySpan<float> probabilities)
    {
        double sum = 0;
        foreach (float p in probabilities)
            if (p > 0) sum -= p * MonotoneLogarithm.Of(p);
        return Math.Max(0, sum); // a rounded probability may be above 1
    }

    /// <summary>The probability of all other classes: 1 minus that of one, without losing the digits of an example that is known well.</summary>
    private static double AllBut(int one, ReadOnlySpan<float> probabilities)
    {
        double sum = 0;
        for (int c = 0; c < probabilities.Length; c++)
            if (c != one) sum += probabilities[c];
        return sum;
    }

    private static double SquaredNorm(ReadOnlySpan<float> row)
    {
        fixed (float* values = row) return RowArithmetic.SquaredNorm(values, row.Length);
    }
}
