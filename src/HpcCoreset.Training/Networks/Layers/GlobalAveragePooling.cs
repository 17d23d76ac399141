using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Runtime;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>The mean of an image's pixels, per channel; pixels are added in order.</summary>
/// <param name="input">Any shape.</param>
/// <param name="output">One pixel of as many channels.</param>
internal sealed unsafe class GlobalAveragePooling(FeatureMap input, FeatureMap output) : Layer(input, output)
{
    private readonly int _channels = input.Shape.Channels;
    private readonly float _share = 1f / (input.Shape.Height * input.Shape.Width);

    public override void Forward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            Average(image, Input.Values, Output.Values);
            if (pass.HasTangents) Average(image, Input.Tangents, Output.Tangents);
        }
    }

    public override void Backward(Pass pass, int from, int to)
    {
        for (int image = from; image < to; image++)
        {
            Spread(image, Output.Gradients, Input.Gradients);
            if (pass.HasTangents) Spread(image, Output.GradientTangents, Input.GradientTangents);
        }
    }

    private void Average(int image, Plane source, Plane target)
    {
        float* mean = target.Pixels(image);
        new Span<float>(mean, _channels).Clear();
        for (int line = 0; line < source.Shape.Height; line++)
            for (int pixel = 0; pixel < source.Shape.Width; pixel++)
                Elementwise.Run(new AddTo(mean, source.Pixels(image) + line * source.Line + pixel * _channels), _channels);
        Elementwise.Run(new Scaled(mean, _share, mean), _channels);
    }

    private void Spread(int image, Plane source, Plane target)
    {
        for (int line = 0; line < target.Shape.Height; line++)
            for (int pixel = 0; pixel < target.Shape.Width; pixel++)
            {
                float* to = target.Pixels(image) + line * target.Line + pixel * _channels;
                if (AddsToInputGradient) Elementwise.Run(new AddScaled(source.Pixels(image), _share, to), _channels);
                else Elementwise.Run(new Scaled(source.Pixels(image), _share, to), _channels);
            }
    }

    private readonly struct Scaled(float* x, float factor, float* y) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T> => (T.Load(ref *x, at) * T.Create(factor)).Store(ref *y, at);
    }

    private readonly struct AddScaled(float* x, float factor, float* y) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T> => T.MultiplyAdd(T.Load(ref *x, at), T.Create(factor), T.Load(ref *y, at)).Store(ref *y, at);
    }
}
