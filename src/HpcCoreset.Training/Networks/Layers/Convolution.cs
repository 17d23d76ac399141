using System;
using System.Numerics.Tensors;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>
/// A convolution with weights [kernel row][kernel column][in][out], and biases where asked for, as a product without im2col: a line of
/// a window lies in memory as it is, so windows are rows that overlap.
/// </summary>
internal sealed unsafe class Convolution : Layer
{
    private const int ParametersPerPart = 4096;
    private readonly Window _window;
    private readonly bool _hasBias;
    private readonly int _in;
    private readonly int _out;
    private readonly WeightPanels _weights;
    private readonly WeightPanels _weightTangents;
    private readonly InputGradients _inputGradients;
    private readonly InputGradients _inputGradientTangents;
    private readonly PinnedBuffer<float> _chunkGradients = new();
    private readonly PinnedBuffer<float> _chunkGradientTangents = new();

    public Convolution(FeatureMap input, FeatureMap output, Window window, bool hasBias)
        : base(input, output)
    {
        (_window, _hasBias, _in, _out) = (window, hasBias, input.Shape.Channels, output.Shape.Channels);
        _weights = new(window.Kernel * window.Kernel * _in, _out);
        _weightTangents = new(window.Kernel * window.Kernel * _in, _out);
        _inputGradients = InputGradients.For(window, _in, _out);
        _inputGradientTangents = InputGradients.For(window, _in, _out);
    }

    private int WeightCount => checked(_window.Kernel * _window.Kernel * _in * _out);

    public override int ParameterCount => WeightCount + (_hasBias ? _out : 0);

    public override LayerArray[] ParameterArrays =>
        [new("weight", _window.Kernel, _window.Kernel, _in, _out), .. _hasBias ? (LayerArray[])[new("bias", _out)] : []];

    public override void Initialize(float* parameters, float* statistics, ulong seed, ulong stream) =>
        WeightInitialization.He(new Span<float>(parameters, ParameterCount), WeightCount, WeightCount / _out, seed, stream);

    public override void Reserve(Pass pass)
    {
        _weights.Reserve();
        if (pass.HasTangents) _weightTangents.Reserve();
        if (!pass.IsTraining) return;
        _chunkGradients.Reserve(checked(pass.Chunks * ParameterCount));
        if (pass.HasTangents) _chunkGradientTangents.Reserve(checked(pass.Chunks * ParameterCount));
        if (!NeedsInputGradient) return;
        _inputGradients.Reserve(pass.Chunks);
        if (pass.HasTangents) _inputGradientTangents.Reserve(pass.Chunks);
    }

    public override int PreparationParts => 2;

    public override void Prepare(Pass pass, int part)
    {
        if (part == 0)
        {
            Pack(_weights, pass.Parameters);
            if (pass.HasTangents) Pack(_weightTangents, pass.ParameterTangents);
        }
        else if (pass.IsTraining && NeedsInputGradient)
        {
            _inputGradients.Pack(pass.Parameters + ParameterOffset);
            if (pass.HasTangents) _inputGradientTangents.Pack(pass.ParameterTangents + ParameterOffset);
        }
    }

    public override void Forward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            Convolve(image, Input.Values, Output.Values, _weights, pass.Parameters);
            if (!pass.HasTangents) continue;
            Convolve(image, Input.Values, Output.Tangents, _weightTangents, pass.ParameterTangents);
            if (NeedsInputGradient) Convolve(image, Input.Tangents, Output.Tangents, _weights, null);
        }
    }

    public override void Backward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            int chunk = image / pass.ChunkLength;
            bool add = image % pass.ChunkLength != 0;
            float* sums = _chunkGradients.Pointer + (nint)chunk * ParameterCount, tangentSums = _chunkGradientTangents.Pointer + (nint)chunk * ParameterCount;
            AddUpWeights(image, Input.Values, Output.Gradients, sums, add);
            if (pass.HasTangents)
            {
                if (NeedsInputGradient) AddUpWeights(image, Input.Tangents, Output.Gradients, tangentSums, add);
                AddUpWeights(image, Input.Values, Output.GradientTangents, tangentSums, add || NeedsInputGradient);
            }
            if (_hasBias)
            {
                AddUpBias(image, Output.Gradients, sums + WeightCount, add);
                if (pass.HasTangents) AddUpBias(image, Output.GradientTangents, tangentSums + WeightCount, add);
            }
            if (!NeedsInputGradient) continue;
            _inputGradients.Multiply(image, chunk, Output.Gradients, Input.Gradients, AddsToInputGradient);
            if (!pass.HasTangents) continue;
            _inputGradients.Multiply(image, chunk, Output.GradientTangents, Input.GradientTangents, AddsToInputGradient);
            _inputGradientTangents.Multiply(image, chunk, Output.Gradients, Input.GradientTangents, add: true);
        }
    }

    public override int GradientParts => (ParameterCount + ParametersPerPart - 1) / ParametersPerPart;

    public override void AddUpGradient(Pass pass, int part)
    {
        int first = part * ParametersPerPart, length = Math.Min(ParametersPerPart, ParameterCount - first);
        AddUp(_chunkGradients, pass.Gradient);
        if (pass.HasTangents) AddUp(_chunkGradientTangents, pass.GradientTangent);

        void AddUp(PinnedBuffer<float> chunks, float* all)
        {
            var sum = new Span<float>(all + ParameterOffset + first, length);
            new ReadOnlySpan<float>(chunks.Pointer + first, length).CopyTo(sum);
            for (int chunk = 1; chunk < pass.Chunks; chunk++)
                TensorPrimitives.Add(sum, new ReadOnlySpan<float>(chunks.Pointer + (nint)chunk * ParameterCount + first, length), sum);
        }
    }

    private void Pack(WeightPanels panels, float* all)
    {
        for (int panel = 0; panel < panels.Count; panel++) panels.Pack(panel, 0, all + ParameterOffset, WeightCount / _out);
    }

    /// <param name="image">Which image.</param>
    /// <param name="source">What the windows slide over.</param>
    /// <param name="target">Where the products go.</param>
    /// <param name="weights">The packed weights.</param>
    /// <param name="parameters">Where the biases are from; null to add the products to what is there.</param>
    private void Convolve(int image, Plane source, Plane target, WeightPanels weights, float* parameters)
    {
        float* windows = source.Pixels(image) - _window.Padding * (source.Line + _in), sums = target.Pixels(image);
        float* bias = parameters == null || !_hasBias ? null : parameters + ParameterOffset + WeightCount;
        for (int line = 0; line < target.Shape.Height; line++, windows += _window.Stride * source.Line, sums += target.Line)
            weights.Multiply(
                target.Shape.Width, windows, (nint)_window.Stride * _in, _window.Kernel, source.Line, parameters == null ? sums : bias,
                parameters == null ? _out : 0, sums, _out);
    }

    private void AddUpWeights(int image, Plane values, Plane gradients, float* sums, bool add)
    {
        float* windows = values.Pixels(image) - _window.Padding * (values.Line + _in);
        int height = _window.Kernel * _in;
        for (int row = 0; row < _window.Kernel; row++, windows += values.Line, sums += (nint)height * _out)
            OuterProducts.Sum(
                height, _out, windows, (nint)_window.Stride * _in, _window.Stride * values.Line, gradients.Pixels(image), _out, gradients.Line,
                gradients.Shape.Height, gradients.Shape.Width, sums, add);
    }

    private void AddUpBias(int image, Plane gradients, float* sums, bool add)
    {
        float one = 1;
        OuterProducts.Sum(
            1, _out, &one, 0, 0, gradients.Pixels(image), _out, gradients.Line, gradients.Shape.Height, gradients.Shape.Width, sums, add);
    }
}
