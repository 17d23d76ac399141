using System;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>y = x W + b, with W as [in][out].</summary>
/// <param name="input">Its pixels lie without a gap.</param>
/// <param name="output">One pixel.</param>
internal sealed unsafe class Dense(FeatureMap input, FeatureMap output) : Layer(input, output)
{
    private const int RowsPerPart = 48; // a multiple of the tiles' heights; 784 x 512 weights are 17 parts
    private readonly int _in = input.Shape.Length;
    private readonly int _out = output.Shape.Length;
    private readonly WeightPanels _weights = new(input.Shape.Length, output.Shape.Length);
    private readonly WeightPanels _transposed = new(output.Shape.Length, input.Shape.Length);
    private readonly WeightPanels _weightTangents = new(input.Shape.Length, output.Shape.Length);
    private readonly WeightPanels _transposedTangents = new(output.Shape.Length, input.Shape.Length);

    public override int ParameterCount { get; } = checked((input.Shape.Length + 1) * output.Shape.Length);

    public override LayerArray[] ParameterArrays => [new("weight", _in, _out), new("bias", _out)];

    public override bool PrefersWholeChunks => true;

    /// <summary>He et al. 2015 for the weights; biases start at 0.</summary>
    public override void Initialize(float* parameters, float* statistics, ulong seed, ulong stream) =>
        WeightInitialization.He(new Span<float>(parameters, ParameterCount), _in * _out, _in, seed, stream);

    public override void Reserve(Pass pass)
    {
        _weights.Reserve();
        if (pass.HasTangents) _weightTangents.Reserve();
        if (!NeedsInputGradient) return;
        _transposed.Reserve();
        if (pass.HasTangents) _transposedTangents.Reserve();
    }

    public override int PreparationParts => _weights.Count + (NeedsInputGradient ? _transposed.Count : 0);

    public override void Prepare(Pass pass, int part)
    {
        if (part < _weights.Count)
        {
            _weights.Pack(part, 0, Weights(pass.Parameters), _in);
            if (pass.HasTangents) _weightTangents.Pack(part, 0, Weights(pass.ParameterTangents), _in);
            return;
        }
        if (!pass.IsTraining) return;
        part -= _weights.Count;
        _transposed.PackTransposed(part, 0, Weights(pass.Parameters), _out, _out);
        if (pass.HasTangents) _transposedTangents.PackTransposed(part, 0, Weights(pass.ParameterTangents), _out, _out);
    }

    public override void Forward(Pass pass, int from, int to)
    {
        Multiply(from, to, Input.Values, Output.Values, _weights, Bias(pass.Parameters));
        if (!pass.HasTangents) return;
        Multiply(from, to, Input.Values, Output.Tangents, _weightTangents, Bias(pass.ParameterTangents));
        if (NeedsInputGradient) MultiplyAdd(from, to, Input.Tangents, Output.Tangents, _weights);
    }

    public override void Backward(Pass pass, int from, int to)
    {
        if (!NeedsInputGradient) return;
        MultiplyAdd(from, to, Output.Gradients, Input.Gradients, _transposed, AddsToInputGradient);
        if (!pass.HasTangents) return;
        MultiplyAdd(from, to, Output.GradientTangents, Input.GradientTangents, _transposed, AddsToInputGradient);
        MultiplyAdd(from, to, Output.Gradients, Input.GradientTangents, _transposedTangents);
    }

    /// <summary>Blocks of rows of the weights, and last the biases.</summary>
    public override int GradientParts => (_in + RowsPerPart - 1) / RowsPerPart + 1;

    public override void AddUpGradient(Pass pass, int part)
    {
        if (part == GradientParts - 1)
        {
            AddUpBias(Output.Gradients, Bias(pass.Gradient), pass.Count);
            if (pass.HasTangents) AddUpBias(Output.GradientTangents, Bias(pass.GradientTangent), pass.Count);
            return;
        }
        int first = part * RowsPerPart, rows = Math.Min(RowsPerPart, _in - first);
        AddUp(Input.Values, Output.Gradients, Weights(pass.Gradient), add: false);
        if (!pass.HasTangents) return;
        if (NeedsInputGradient) AddUp(Input.Tangents, Output.Gradients, Weights(pass.GradientTangent), add: false);
        AddUp(Input.Values, Output.GradientTangents, Weights(pass.GradientTangent), add: NeedsInputGradient);

        void AddUp(Plane x, Plane y, float* sums, bool add) =>
            OuterProducts.Sum(rows, _out, x.Pixels(0) + first, x.Image, 0, y.Pixels(0), y.Image, 0, lines: 1, pass.Count, sums + (nint)first * _out, add);
    }

    private void AddUpBias(Plane gradients, float* sums, int count)
    {
        float one = 1;
        OuterProducts.Sum(1, _out, &one, 0, 0, gradients.Pixels(0), gradients.Image, 0, lines: 1, count, sums, add: false);
    }

    private static void Multiply(int from, int to, Plane source, Plane target, WeightPanels weights, float* start, nint startStride = 0) =>
        weights.Multiply(to - from, source.Pixels(from), source.Image, taps: 1, 0, start, startStride, target.Pixels(from), target.Image);

    private static void MultiplyAdd(int from, int to, Plane source, Plane target, WeightPanels weights, bool add = true) =>
        Multiply(from, to, source, target, weights, add ? target.Pixels(from) : null, target.Image);

    private float* Weights(float* all) => all + ParameterOffset;

    private float* Bias(float* all) => all + ParameterOffset + (nint)_in * _out;
}
