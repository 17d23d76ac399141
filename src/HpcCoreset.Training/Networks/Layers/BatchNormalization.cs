using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>
/// Batch normalisation (Ioffe, Szegedy, ICML 2015) per channel over all pixels of all images: gamma (x - mean) / sqrt(variance + 1e-5) +
/// beta. Parameters are gamma [C], beta [C]; running statistics mean [C], variance [C], which move a tenth of the way to the batch's, the
/// variance being that which divides by n - 1, as in torch.
/// </summary>
/// <remarks>
/// <para>An image's sums are float32, one for each place in a line, and places are added at the end: mean first, then squared deviations
/// from it, while the image is in cache. Images are combined in double, in order (Chan, Golub, LeVeque, 1979, for parts of equal
/// size).</para>
/// <para>Forward and backward are linear in the deviations x - mean; their coefficients are laid out for a whole line, so that any number
/// of channels fills the registers.</para>
/// </remarks>
internal sealed unsafe class BatchNormalization : Layer
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.1;
    private const int ObservedSums = 4;
    private const int LineAlignment = 16;

    private readonly PinnedBuffer<float> _lines = new();
    private readonly PinnedBuffer<float> _scratch = new();
    private readonly PinnedBuffer<double> _observed = new();
    private readonly int _channels;
    private readonly int _pixels;
    private readonly int _stride;
    private readonly double[] _totals;
    private readonly double[] _inverse;
    private readonly double[] _inverseTangent;

    public BatchNormalization(FeatureMap input, FeatureMap output)
        : base(input, output)
    {
        _channels = input.Shape.Channels;
        _pixels = input.Shape.Height * input.Shape.Width;
        _stride = (input.Shape.LineLength + LineAlignment - 1) / LineAlignment * LineAlignment;
        _totals = new double[ObservedSums * _channels];
        _inverse = new double[_channels];
        _inverseTangent = new double[_channels];
    }

    /// <summary>A coefficient of each channel, once for every pixel of a line.</summary>
    private enum Coefficient
    {
        Mean,
        Scale,
        Shift,
        Slope,
        Constant,
        MeanTangent,
        ScaleTangent,
        ShiftTangent,
        SlopeTangent,
        ConstantTangent,
        Count,
    }

    public override int ParameterCount => 2 * _channels;

    public override LayerArray[] ParameterArrays => [new("gamma", _channels), new("beta", _channels)];

    public override int StatisticCount => 2 * _channels;

    public override LayerArray[] StatisticArrays => [new("mean", _channels), new("variance", _channels)];

    public override bool IsBatchWide => true;

    public override int PreparationParts => 1;

    private int Length => Input.Shape.LineLength;

    public override void Initialize(float* parameters, float* statistics, ulong seed, ulong stream)
    {
        new Span<float>(parameters, _channels).Fill(1);
        new Span<float>(parameters + _channels, _channels).Clear();
        new Span<float>(statistics, _channels).Clear();
        new Span<float>(statistics + _channels, _channels).Fill(1);
    }

    public override void Reserve(Pass pass)
    {
        _lines.Reserve((int)Coefficient.Count * _stride);
        if (!pass.IsTraining) return;
        _observed.Reserve(checked(pass.Count * ObservedSums * _channels));
        _scratch.Reserve(checked(pass.Chunks * 3 * _stride));
    }

    /// <summary>In inference the running statistics normalise.</summary>
    public override void Prepare(Pass pass, int part)
    {
        if (pass.IsTraining) return;
        float* statistics = pass.Statistics + StatisticOffset;
        for (int c = 0; c < _channels; c++)
        {
            Set(Coefficient.Mean, c, statistics[c]);
            Set(Coefficient.Scale, c, Gamma(pass.Parameters, c) / Math.Sqrt(statistics[_channels + c] + Epsilon));
            Set(Coefficient.Shift, c, Beta(pass.Parameters, c));
        }
    }

    public override void Observe(Pass pass, int from, int to)
    {
        float* sums = Scratch(pass, from), others = sums + _stride, mean = others + _stride;
        for (int image = from; image < to; image++)
        {
            AddUp(image, Input.Values, sums);
            double* observed = Observed(image, 0);
            for (int c = 0; c < _channels; c++)
            {
                observed[c] = (double)sums[c] / _pixels;
                Spread(mean, c, observed[c]);
            }
            new Span<float>(sums, Length).Clear();
            for (int line = 0; line < Input.Shape.Height; line++)
                Elementwise.Run(new AddSquaredDeviations(Line(Input.Values, image, line), mean, sums), Length);
            AddPixels(sums, Observed(image, 1));
            if (!pass.HasTangents) continue;
            AddUp(image, Input.Tangents, sums);
            for (int c = 0; c < _channels; c++) Observed(image, 2)[c] = (double)sums[c] / _pixels;
            AddProducts(image, Input.Values, mean, Input.Tangents, sums, others);
            AddPixels(others, Observed(image, 3));
        }
    }

    public override void Combine(Pass pass)
    {
        AddUpImages(pass);
        double n = (double)pass.Count * _pixels;
        float* statistics = pass.Statistics + StatisticOffset;
        Span<double> means = _totals.AsSpan(0, _channels), variances = _totals.AsSpan(_channels, _channels);
        Span<double> meanTangents = _totals.AsSpan(2 * _channels, _channels), covariances = _totals.AsSpan(3 * _channels, _channels);
        foreach (ref double mean in means) mean /= pass.Count;
        foreach (ref double mean in meanTangents) mean /= pass.Count;
        for (int image = 0; image < pass.Count; image++)
        {
            double* observed = Observed(image, 0), tangents = Observed(image, 2);
            for (int c = 0; c < _channels; c++)
            {
                double deviation = observed[c] - means[c];
                variances[c] += _pixels * deviation * deviation;
                if (pass.HasTangents) covariances[c] += _pixels * deviation * (tangents[c] - meanTangents[c]);
            }
        }
        for (int c = 0; c < _channels; c++)
        {
            double inverse = _inverse[c] = 1 / Math.Sqrt(variances[c] / n + Epsilon), gamma = Gamma(pass.Parameters, c);
            Set(Coefficient.Mean, c, means[c]);
            Set(Coefficient.Scale, c, gamma * inverse);
            Set(Coefficient.Shift, c, Beta(pass.Parameters, c));
            if (pass.UpdatesStatistics)
            {
                statistics[c] = (float)(statistics[c] + Momentum * (means[c] - statistics[c]));
                double variance = statistics[_channels + c];
                if (n > 1) statistics[_channels + c] = (float)(variance + Momentum * (variances[c] / (n - 1) - variance)); // one value has no variance
            }
            if (!pass.HasTangents) continue;
            double inverseTangent = _inverseTangent[c] = -inverse * inverse * inverse * covariances[c] / n;
            Set(Coefficient.MeanTangent, c, meanTangents[c]);
            Set(Coefficient.ScaleTangent, c, Gamma(pass.ParameterTangents, c) * inverse + gamma * inverseTangent);
            Set(Coefficient.ShiftTangent, c, Beta(pass.ParameterTangents, c));
        }
    }

    public override void Forward(Pass pass, int from, int to)
    {
        float* mean = Of(Coefficient.Mean);
        for (int image = from; image < to; image++)
            for (int line = 0; line < Input.Shape.Height; line++)
            {
                float* x = Line(Input.Values, image, line);
                Elementwise.Run(new Linear(x, mean, Of(Coefficient.Scale), Of(Coefficient.Shift), Line(Output.Values, image, line)), Length);
                if (!pass.HasTangents) continue;
                float* y = Line(Output.Tangents, image, line);
                Elementwise.Run(
                    new Linear(Line(Input.Tangents, image, line), Of(Coefficient.MeanTangent), Of(Coefficient.Scale), Of(Coefficient.ShiftTangent), y), Length);
                Elementwise.Run(new Linear(x, mean, Of(Coefficient.ScaleTangent), y, y), Length);
            }
    }

    /// <summary>Sums of the gradients by the outputs, and of these times the deviations.</summary>
    public override void ObserveBackward(Pass pass, int from, int to)
    {
        float* sums = Scratch(pass, from), products = sums + _stride;
        for (int image = from; image < to; image++)
        {
            AddProducts(image, Input.Values, Of(Coefficient.Mean), Output.Gradients, sums, products);
            AddPixels(sums, Observed(image, 0));
            AddPixels(products, Observed(image, 1));
            if (!pass.HasTangents) continue;
            AddProducts(image, Input.Values, Of(Coefficient.Mean), Output.GradientTangents, sums, products);
            AddPixels(sums, Observed(image, 2));
            double* observed = Observed(image, 3);
            AddPixels(products, observed);
            AddProducts(image, Input.Tangents, Of(Coefficient.MeanTangent), Output.Gradients, sums, products);
            FoldPixels(products);
            for (int c = 0; c < _channels; c++) observed[c] += products[c];
        }
    }

    public override void CombineBackward(Pass pass)
    {
        AddUpImages(pass);
        double n = (double)pass.Count * _pixels;
        for (int c = 0; c < _channels; c++)
        {
            double sum = _totals[c], product = _totals[_channels + c];
            double inverse = _inverse[c], gamma = Gamma(pass.Parameters, c), scale = gamma * inverse;
            pass.Gradient[ParameterOffset + c] = (float)(product * inverse);
            pass.Gradient[ParameterOffset + _channels + c] = (float)sum;
            Set(Coefficient.Slope, c, -scale * inverse * inverse * product / n);
            Set(Coefficient.Constant, c, -scale * sum / n);
            if (!pass.HasTangents) continue;
            double sumTangent = _totals[2 * _channels + c], productTangent = _totals[3 * _channels + c], inverseTangent = _inverseTangent[c];
            double scaleTangent = Gamma(pass.ParameterTangents, c) * inverse + gamma * inverseTangent;
            pass.GradientTangent[ParameterOffset + c] = (float)(productTangent * inverse + product * inverseTangent);
            pass.GradientTangent[ParameterOffset + _channels + c] = (float)sumTangent;
            Set(
                Coefficient.SlopeTangent, c,
                -inverse * ((scaleTangent * inverse + 2 * scale * inverseTangent) * product + scale * inverse * productTangent) / n);
            Set(Coefficient.ConstantTangent, c, -(scaleTangent * sum + scale * sumTangent) / n);
        }
    }

    public override void Backward(Pass pass, int from, int to)
    {
        if (!NeedsInputGradient) return;
        for (int image = from; image < to; image++)
            for (int line = 0; line < Input.Shape.Height; line++)
            {
                float* x = Line(Input.Values, image, line), dy = Line(Output.Gradients, image, line);
                Return(x, Coefficient.Mean, dy, Coefficient.Constant, Line(Input.Gradients, image, line));
                if (!pass.HasTangents) continue;
                float* target = Line(Input.GradientTangents, image, line);
                Return(Line(Input.Tangents, image, line), Coefficient.MeanTangent, Line(Output.GradientTangents, image, line), Coefficient.ConstantTangent, target);
                Elementwise.Run(
                    new BiLinear(x, Of(Coefficient.Mean), Of(Coefficient.SlopeTangent), dy, Of(Coefficient.ScaleTangent), target, target), Length);
            }
    }

    /// <summary>Scale dy + Slope (x - mean) + constant.</summary>
    private void Return(float* x, Coefficient mean, float* dy, Coefficient constant, float* target)
    {
        float* start = Of(constant);
        if (AddsToInputGradient)
        {
            Elementwise.Run(new AddTo(target, start), Length);
            start = target;
        }
        Elementwise.Run(new BiLinear(x, Of(mean), Of(Coefficient.Slope), dy, Of(Coefficient.Scale), start, target), Length);
    }

    /// <summary>The sum of an image's pixels, to the first channels of <paramref name="sums"/>.</summary>
    private void AddUp(int image, Plane plane, float* sums)
    {
        new Span<float>(sums, Length).Clear();
        for (int line = 0; line < plane.Shape.Height; line++) Elementwise.Run(new AddTo(sums, Line(plane, image, line)), Length);
        FoldPixels(sums);
    }

    /// <summary>Sums of y and of (x - mean) y for each place of a line.</summary>
    private void AddProducts(int image, Plane x, float* mean, Plane y, float* sums, float* products)
    {
        new Span<float>(sums, Length).Clear();
        new Span<float>(products, Length).Clear();
        for (int line = 0; line < x.Shape.Height; line++)
            Elementwise.Run(new AddDeviationProducts(Line(x, image, line), mean, Line(y, image, line), sums, products), Length);
    }

    private void AddPixels(float* sums, double* target)
    {
        FoldPixels(sums);
        for (int c = 0; c < _channels; c++) target[c] = sums[c];
    }

    private void FoldPixels(float* sums)
    {
        for (int pixel = 1; pixel < Input.Shape.Width; pixel++) Elementwise.Run(new AddTo(sums, sums + (nint)pixel * _channels), _channels);
    }

    /// <summary>Adds up what was observed, image by image: two sums of each channel, and two more of tangents.</summary>
    private void AddUpImages(Pass pass)
    {
        Span<double> totals = _totals.AsSpan(0, (pass.HasTangents ? ObservedSums : ObservedSums / 2) * _channels);
        totals.Clear();
        for (int image = 0; image < pass.Count; image++)
        {
            double* observed = Observed(image, 0);
            for (int i = 0; i < totals.Length; i++) totals[i] += observed[i];
        }
    }

    /// <summary>Three lines of a chunk's own.</summary>
    private float* Scratch(Pass pass, int image) => _scratch.Pointer + image / pass.ChunkLength * (nint)(3 * _stride);

    private double* Observed(int image, int sum) => _observed.Pointer + ((nint)image * ObservedSums + sum) * _channels;

    private float* Of(Coefficient coefficient) => _lines.Pointer + (nint)coefficient * _stride;

    private void Set(Coefficient coefficient, int channel, double value) => Spread(Of(coefficient), channel, value);

    private void Spread(float* line, int channel, double value)
    {
        for (int i = channel; i < Length; i += _channels) line[i] = (float)value;
    }

    private double Gamma(float* all, int channel) => all[ParameterOffset + channel];

    private double Beta(float* all, int channel) => all[ParameterOffset + _channels + channel];

    private static float* Line(Plane plane, int image, int line) => plane.Pixels(image) + line * plane.Line;

    /// <summary>sums += (x - mean)^2.</summary>
    private readonly struct AddSquaredDeviations(float* x, float* mean, float* sums) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            T deviation = T.Load(ref *x, at) - T.Load(ref *mean, at);
            T.MultiplyAdd(deviation, deviation, T.Load(ref *sums, at)).Store(ref *sums, at);
        }
    }

    /// <summary>sums += y, products += (x - mean) y.</summary>
    private readonly struct AddDeviationProducts(float* x, float* mean, float* y, float* sums, float* products) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            T value = T.Load(ref *y, at);
            (T.Load(ref *sums, at) + value).Store(ref *sums, at);
            T.MultiplyAdd(T.Load(ref *x, at) - T.Load(ref *mean, at), value, T.Load(ref *products, at)).Store(ref *products, at);
        }
    }

    /// <summary>target = scale (x - mean) + start.</summary>
    private readonly struct Linear(float* x, float* mean, float* scale, float* start, float* target) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T> => T.MultiplyAdd(
                T.Load(ref *scale, at), T.Load(ref *x, at) - T.Load(ref *mean, at), T.Load(ref *start, at)).Store(ref *target, at);
    }

    /// <summary>target = scale dy + slope (x - mean) + start.</summary>
    private readonly struct BiLinear(float* x, float* mean, float* slope, float* dy, float* scale, float* start, float* target) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            T sum = T.MultiplyAdd(T.Load(ref *slope, at), T.Load(ref *x, at) - T.Load(ref *mean, at), T.Load(ref *start, at));
            T.MultiplyAdd(T.Load(ref *scale, at), T.Load(ref *dy, at), sum).Store(ref *target, at);
        }
    }
}
