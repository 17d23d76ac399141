using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using HpcCoreset.Numerics;
using HpcCoreset.Training.Networks.Layers;

namespace HpcCoreset.Training.Networks;

/// <summary>
/// A network in float32 on the library's own matrix tiles: gradients, exact Hessian-vector products, losses, probabilities and the inputs of
/// the last layer.
/// </summary>
/// <remarks>
/// <para>The same parameters and batch give the same bytes for any number of threads and on any instruction set. Nothing is allocated after the
/// first call for a number of examples; a batch of 128 through ResNet-20 takes 0.46 GB of memory with gradients and 0.88 GB
/// with Hessian-vector products (benchmark <c>networks</c>).</para>
/// <para>O(examples x multiply-adds of an example); a gradient is at most three times a forward pass, a Hessian-vector product nine times.</para>
/// <para>The first layer, by whose inputs nobody needs gradients, costs two and four times its forward pass instead.</para>
/// </remarks>
public sealed unsafe class Network : TrainableModel
{
    private const int MostChunks = 16;
    private const int DenseChunk = 32; // a dense layer reads its weights once per chunk
    private const int ForwardBlock = 128;

    private readonly Pass _pass = new();
    private readonly Layer[] _layers;
    private readonly FeatureMap[] _maps;
    private readonly FeatureMap _features;
    private readonly InputLayer _input;
    private readonly SoftmaxLoss _loss;
    private readonly PartsPhase _preparation;
    private readonly Schedule _inference;
    private readonly Schedule _training;
    private readonly PartsPhase _gradients;
    private readonly PinnedBuffer<float> _parameters = new();
    private readonly PinnedBuffer<float> _statistics = new();
    private readonly PinnedBuffer<float> _firstGradient = new(); // of a Hessian-vector product, whose by-product it is
    private readonly int _parameterCount;
    private readonly int _statisticCount;
    private readonly int _smallestChunk;
    private readonly int _mostExamples;
    private readonly int _threads;

    /// <summary>Builds a network and draws its first parameters.</summary>
    /// <param name="design">What it is made of.</param>
    /// <param name="seed">The same seed gives the same parameters.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <exception cref="ArgumentNullException">No design is given.</exception>
    /// <exception cref="ArgumentException">Parameters, or the values of an example in a layer, are more than can be addressed: 2^31.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public Network(NetworkDesign design, ulong seed = 0, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        NetworkBuilder builder = Build(design);
        (Design, _threads, _layers, _maps, _features) = (design, threads, [.. builder.Layers], [.. builder.Maps], builder.Features!);
        (_parameterCount, _statisticCount) = (builder.ParameterCount, builder.StatisticCount);
        (_input, _loss) = ((InputLayer)_layers[0], (SoftmaxLoss)_layers[^1]);
        _mostExamples = _maps.Min(map => map.MostImages);
        if (_mostExamples == 0) throw TooLarge(design, null);
        _smallestChunk = _layers.Any(layer => layer is Convolution) ? 1 : DenseChunk;
        _preparation = new(_layers, layer => layer.PreparationParts, (layer, part) => layer.Prepare(_pass, part));
        _gradients = new(_layers, layer => layer.GradientParts, (layer, part) => layer.AddUpGradient(_pass, part));
        (_inference, _training) = (Schedule.Inference(_pass, _layers), Schedule.Training(_pass, _layers));
        _pass.Parameters = _parameters.Reserve(_parameterCount);
        _pass.Statistics = _statistics.Reserve(_statisticCount);
        for (int i = 0; i < _layers.Length; i++)
            _layers[i].Initialize(_pass.Parameters + _layers[i].ParameterOffset, _pass.Statistics + _layers[i].StatisticOffset, seed, (ulong)i);
    }

    /// <summary>What it is made of.</summary>
    public NetworkDesign Design { get; }

    /// <inheritdoc/>
    public override int InputLength => Design.Input.Length;

    /// <inheritdoc/>
    public override int Classes => Design.Classes;

    /// <inheritdoc/>
    public override int FeatureLength => _features.Shape.Length;

    /// <inheritdoc/>
    public override Span<float> Parameters => _parameters.Span(_parameterCount);

    /// <summary>The running mean and variance of every channel that is normalised.</summary>
    public override Span<float> Statistics => _statistics.Span(_statisticCount);

    /// <summary>Copies all arrays, in the order in which examples go through their layers, which are counted from 1.</summary>
    internal IReadOnlyList<(string Name, long[] Shape, float[] Values)> CopyArrays()
    {
        var arrays = new List<(string, long[], float[])>();
        int number = 0;
        foreach (Layer layer in _layers)
        {
            if (layer.ParameterCount == 0) continue;
            number++;
            (int parameter, int statistic) = (layer.ParameterOffset, layer.StatisticOffset);
            foreach (LayerArray array in layer.ParameterArrays) Copy(array, Parameters, ref parameter);
            foreach (LayerArray array in layer.StatisticArrays) Copy(array, Statistics, ref statistic);
        }
        return arrays;

        void Copy(LayerArray array, Span<float> all, ref int offset)
        {
            int length = (int)array.Shape.Aggregate(1L, (product, axis) => product * axis);
            arrays.Add((FormattableString.Invariant($"layer{number}_{array.Name}"), array.Shape, all.Slice(offset, length).ToArray()));
            offset += length;
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Losses => new(_loss.Losses, _pass.IsTraining ? _pass.Count : 0);

    /// <inheritdoc/>
    public override void Forward(scoped TrainingBatch batch, scoped ForwardOutputs outputs)
    {
        CheckBatch(batch);
        CheckLength(outputs.Losses.Length, batch.Count, nameof(outputs), "losses");
        CheckLength(outputs.Probabilities.Length, (long)batch.Count * Classes, nameof(outputs), "probabilities");
        CheckLength(outputs.Features.Length, (long)batch.Count * FeatureLength, nameof(outputs), "features");
        if (outputs.Features.Overlaps(batch.Inputs) || outputs.Probabilities.Overlaps(batch.Inputs) || outputs.Losses.Overlaps(batch.Inputs))
            throw new ArgumentException("overlap the inputs, which are read block by block", nameof(outputs));
        (_pass.IsTraining, _pass.HasTangents, _pass.UpdatesStatistics) = (false, false, false);
        int block = Math.Min(ForwardBlock, _mostExamples);
        for (int first = 0; first < batch.Count; first += block)
        {
            int count = Math.Min(block, batch.Count - first);
            fixed (float* inputs = batch.Inputs.Slice(first * InputLength, count * InputLength))
            fixed (int* labels = batch.Labels.Slice(first, count))
            {
                Start(count, inputs, labels, null);
                if (first == 0) _preparation.Run(_threads);
                _inference.Run(_threads);
            }
            if (!outputs.Losses.IsEmpty) TensorPrimitives.ConvertTruncating(new ReadOnlySpan<double>(_loss.Losses, count), outputs.Losses[first..]);
            if (!outputs.Probabilities.IsEmpty) Copy(_loss.Output, count, outputs.Probabilities[(first * Classes)..]);
            if (!outputs.Features.IsEmpty) Copy(_features, count, outputs.Features[(first * FeatureLength)..]);
        }
    }

    /// <inheritdoc/>
    public override double Gradient(scoped TrainingBatch batch, scoped Span<float> gradient, bool updateStatistics = false)
    {
        CheckTrainingBatch(batch);
        CheckParameters(gradient.Length, nameof(gradient));
        if (gradient.Overlaps(Parameters)) throw new ArgumentException("overlaps the parameters", nameof(gradient));
        (_pass.IsTraining, _pass.HasTangents, _pass.UpdatesStatistics) = (true, false, updateStatistics);
        fixed (float* target = gradient)
        {
            _pass.Gradient = target;
            return RunTraining(batch);
        }
    }

    /// <summary>
    /// The Hessian of a batch's objective times a vector, exactly: forward over reverse (Pearlmutter, Neural Computation 6, 1994), where the
    /// objective has a second derivative.
    /// </summary>
    /// <inheritdoc/>
    public override void HessianVectorProduct(scoped TrainingBatch batch, scoped ReadOnlySpan<float> vector, scoped Span<float> product)
    {
        _firstGradient.Reserve(_parameterCount);
        GradientAndHessianVectorProduct(batch, vector, _firstGradient.Span(_parameterCount), product);
    }

    /// <inheritdoc/>
    public override double GradientAndHessianVectorProduct(
        scoped TrainingBatch batch, scoped ReadOnlySpan<float> vector, scoped Span<float> gradient, scoped Span<float> product)
    {
        CheckTrainingBatch(batch);
        CheckParameters(vector.Length, nameof(vector));
        CheckParameters(gradient.Length, nameof(gradient));
        CheckParameters(product.Length, nameof(product));
        if (product.Overlaps(vector) || product.Overlaps(Parameters)) throw new ArgumentException("overlaps the vector or the parameters", nameof(product));
        if (gradient.Overlaps(vector) || gradient.Overlaps(Parameters) || gradient.Overlaps(product))
            throw new ArgumentException("overlaps the vector, the product or the parameters", nameof(gradient));
        (_pass.IsTraining, _pass.HasTangents, _pass.UpdatesStatistics) = (true, true, false);
        fixed (float* tangents = vector, slopes = gradient, target = product)
        {
            _pass.ParameterTangents = tangents;
            _pass.Gradient = slopes;
            _pass.GradientTangent = target;
            return RunTraining(batch);
        }
    }

    private static NetworkBuilder Build(NetworkDesign design)
    {
        var builder = new NetworkBuilder(design.Input, design.Classes);
        try
        {
            design.Build(builder);
        }
        catch (OverflowException exception)
        {
            throw TooLarge(design, exception);
        }
        builder.Connect();
        return builder;
    }

    private static ArgumentException TooLarge(NetworkDesign design, Exception? inner) =>
        new($"{design.Name} for examples of {design.Input} values and {design.Classes} classes: a layer has more parameters or values than can be addressed", nameof(design), inner);

    private double RunTraining(scoped TrainingBatch batch)
    {
        fixed (float* inputs = batch.Inputs, weights = batch.Weights)
        fixed (int* labels = batch.Labels)
        {
            Start(batch.Count, inputs, labels, weights);
            _preparation.Run(_threads);
            _training.Run(_threads);
            _gradients.Run(_threads);
            return _loss.Objective(_pass);
        }
    }

    private void Start(int count, float* inputs, int* labels, float* weights)
    {
        _pass.Count = count;
        _pass.Labels = labels;
        _pass.Weights = weights;
        _input.Examples = inputs;
        _pass.ChunkLength = Math.Max(_smallestChunk, (count + MostChunks - 1) / MostChunks);
        foreach (FeatureMap map in _maps) map.Reserve(count, _pass.IsTraining, _pass.HasTangents);
        foreach (Layer layer in _layers) layer.Reserve(_pass);
    }

    private static void Copy(FeatureMap map, int count, Span<float> target) =>
        new ReadOnlySpan<float>(map.Values.Pixels(0), count * map.Shape.Length).CopyTo(target);

    private void CheckTrainingBatch(scoped TrainingBatch batch)
    {
        if (batch.Count > _mostExamples)
            throw new ArgumentException($"has {batch.Count} examples; this network takes {_mostExamples} at once", nameof(batch));
        if (batch.Count == 0) throw new ArgumentException("has no examples; at least one is needed", nameof(batch));
        CheckBatch(batch);
        CheckLength(batch.Weights.Length, batch.Count, nameof(batch), "weights");
        for (int i = 0; i < batch.Weights.Length; i++)
            if (!(batch.Weights[i] >= 0 && float.IsFinite(batch.Weights[i])))
                throw new ArgumentException($"weight {i} is {batch.Weights[i]}; it must be finite and at least 0", nameof(batch));
    }

    private void CheckBatch(scoped TrainingBatch batch)
    {
        if (batch.Inputs.Length != (long)batch.Count * InputLength)
            throw new ArgumentException($"has {batch.Inputs.Length} inputs for {batch.Count} examples of {InputLength} values", nameof(batch));
        for (int i = 0; i < batch.Count; i++)
            if ((uint)batch.Labels[i] >= (uint)Classes)
                throw new ArgumentException($"label {i} is {batch.Labels[i]}; classes are 0 to {Classes - 1}", nameof(batch));
    }

    private static void CheckLength(int found, long expected, string argument, string what)
    {
        if (found != 0 && found != expected) throw new ArgumentException($"has {found} {what}; {expected} or none are expected", argument);
    }

    private void CheckParameters(int length, string argument)
    {
        if (length != _parameterCount) throw new ArgumentException($"has {length} values; the model has {_parameterCount} parameters", argument);
    }
}
