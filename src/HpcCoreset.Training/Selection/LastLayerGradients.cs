using System;
using System.Numerics.Tensors;

namespace HpcCoreset.Training;

/// <summary>
/// Gradients of the loss with respect to what the last layer's softmax is given: probabilities minus the one-hot label. A forward pass gives
/// them, and they bound how far apart whole gradients are (Katharopoulos, Fleuret, ICML 2018; Mirzasoleiman et al., ICML 2020, section 3.4).
/// </summary>
internal static class LastLayerGradients
{
    /// <summary>Computes them, as the model is now; the context counts the examples.</summary>
    /// <param name="context">The run.</param>
    /// <param name="rows">The examples.</param>
    /// <param name="gradients">[rows.Length][classes]: receives them.</param>
    /// <param name="losses">[rows.Length]: receives the losses, or empty.</param>
    /// <exception cref="ArithmeticException">A probability is not a number.</exception>
    public static void Compute(TrainingContext context, ReadOnlySpan<int> rows, Span<float> gradients, Span<float> losses = default)
    {
        context.Forward(rows, new ForwardOutputs(losses, gradients));
        RequireFinite(gradients);
        for (int i = 0; i < rows.Length; i++) gradients[i * context.Model.Classes + context.Data.Labels[rows[i]]] -= 1;
    }

    /// <summary>Computes the probabilities only.</summary>
    /// <param name="context">The run.</param>
    /// <param name="rows">The examples.</param>
    /// <param name="probabilities">[rows.Length][classes]: receives them.</param>
    /// <exception cref="ArithmeticException">A probability is not a number.</exception>
    public static void Probabilities(TrainingContext context, ReadOnlySpan<int> rows, Span<float> probabilities)
    {
        context.Forward(rows, new ForwardOutputs(default, probabilities));
        RequireFinite(probabilities);
    }

    /// <summary>
    /// The factors of the gradients by the last layer's weights: probabilities, less 1 at the label, times the inputs of that layer, with a 1
    /// behind them for the bias.
    /// </summary>
    /// <param name="context">The run, which counts the examples.</param>
    /// <param name="rows">The examples.</param>
    /// <param name="probabilities">[rows.Length][classes]: receives the probabilities.</param>
    /// <param name="features">[rows.Length][features]: receives the inputs of the last layer.</param>
    /// <param name="losses">[rows.Length]: receives the losses, or empty.</param>
    /// <exception cref="ArithmeticException">A value is not a number.</exception>
    public static void Factors(
        TrainingContext context, ReadOnlySpan<int> rows, Span<float> probabilities, Span<float> features, Span<float> losses = default)
    {
        context.Forward(rows, new ForwardOutputs(losses, probabilities, features));
        RequireFinite(probabilities);
        RequireFinite(features);
    }

    /// <summary>Refuses the outputs of a model that is lost, maybe by the step before; the loop would notice only after the selection.</summary>
    /// <param name="outputs">What a forward pass gave.</param>
    /// <exception cref="ArithmeticException">A value is not a number.</exception>
    private static void RequireFinite(ReadOnlySpan<float> outputs)
    {
        if (!TensorPrimitives.IsFiniteAll(outputs))
            throw new ArithmeticException("Training diverged: an output is not finite where examples are chosen. A lower learning rate or a warm-up may help.");
    }
}
