using System;

namespace HpcCoreset.Training;

/// <summary>
/// A classifier that can be trained on weighted examples, whatever engine computes it: all that selectors and trainers ask of one.
/// </summary>
/// <remarks>
/// <para>The objective of a batch is (1 / Count) sum of weight(i) loss(i), the loss being the cross-entropy of the label: weights of mean 1
/// leave the scale of a gradient as it is. A penalty on the parameters is the optimizer's business.</para>
/// <para>An instance serves one thread at a time.</para>
/// </remarks>
public abstract class TrainableModel : IDisposable
{
    private float[] _probe = [];

    /// <summary>Values of one example.</summary>
    public abstract int InputLength { get; }

    /// <summary>Number of classes.</summary>
    public abstract int Classes { get; }

    /// <summary>Values that the last layer is given.</summary>
    public abstract int FeatureLength { get; }

    /// <summary>All parameters that are trained, in one fixed order. Writing to them changes the model.</summary>
    public abstract Span<float> Parameters { get; }

    /// <summary>What a model remembers beside its parameters, such as the running means of batch normalisation; empty if nothing.</summary>
    public virtual Span<float> Statistics => default;

    /// <summary>
    /// [Count]: the loss of each example of the last <see cref="Gradient"/>, without its weight, as that pass had it. Empty (the default) if the
    /// engine does not tell. A view, valid until the model is used again.
    /// </summary>
    public virtual ReadOnlySpan<double> Losses => default;

    /// <summary>
    /// Shows the examples to the model as it is used after training: nothing is learnt, batch normalisation takes its running statistics, and
    /// each example's outputs are those that it would have alone.
    /// </summary>
    /// <param name="batch">Any number of examples; weights are not read.</param>
    /// <param name="outputs">What is wanted; may not overlap the batch.</param>
    /// <exception cref="ArgumentException">A span's length does not fit the batch, spans overlap, or a label is no class.</exception>
    public abstract void Forward(scoped TrainingBatch batch, scoped ForwardOutputs outputs);

    /// <summary>The objective of a batch and its gradient, as a training step needs it: batch normalisation takes the batch's statistics.</summary>
    /// <param name="batch">The examples, at least one.</param>
    /// <param name="gradient">[Parameters.Length]: receives the gradient.</param>
    /// <param name="updateStatistics">
    /// Whether <see cref="Statistics"/> learn from the batch, as they do in a training step. Otherwise nothing of the model changes.
    /// </param>
    /// <returns>The objective.</returns>
    /// <exception cref="ArgumentException">A span's length does not fit the batch or the model, or a label is no class.</exception>
    public abstract double Gradient(scoped TrainingBatch batch, scoped Span<float> gradient, bool updateStatistics = false);

    /// <summary>
    /// The Hessian of a batch's objective times a vector. By central differences of two gradients, whose error is about 1e-3 of the product
    /// where the objective is smooth and more at the kinks of rectified units; an engine that knows better overrides it.
    /// </summary>
    /// <param name="batch">The examples, at least one.</param>
    /// <param name="vector">[Parameters.Length]; may not overlap <see cref="Parameters"/>.</param>
    /// <param name="product">[Parameters.Length]: receives the product; may overlap neither <paramref name="vector"/> nor <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">A span's length does not fit the batch or the model, spans overlap, or a label is no class.</exception>
    public virtual void HessianVectorProduct(scoped TrainingBatch batch, scoped ReadOnlySpan<float> vector, scoped Span<float> product) =>
        CentralDifference.HessianVectorProduct(this, batch, vector, product, ref _probe);

    /// <summary>
    /// The objective of a batch, its gradient, and its Hessian times a vector. One call after the other unless an engine does better: a product
    /// that follows the backward pass has the gradient on its way.
    /// </summary>
    /// <param name="batch">The examples, at least one.</param>
    /// <param name="vector">[Parameters.Length]; may not overlap <see cref="Parameters"/>.</param>
    /// <param name="gradient">[Parameters.Length]: receives the gradient.</param>
    /// <param name="product">[Parameters.Length]: receives the product; may overlap none of the others.</param>
    /// <returns>The objective.</returns>
    /// <exception cref="ArgumentException">A span's length does not fit the batch or the model, spans overlap, or a label is no class.</exception>
    public virtual double GradientAndHessianVectorProduct(
        scoped TrainingBatch batch, scoped ReadOnlySpan<float> vector, scoped Span<float> gradient, scoped Span<float> product)
    {
        HessianVectorProduct(batch, vector, product);
        return Gradient(batch, gradient);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the engine holds.</summary>
    /// <param name="disposing">False when the collector calls.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
