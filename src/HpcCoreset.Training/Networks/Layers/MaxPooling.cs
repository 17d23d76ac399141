using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;

namespace HpcCoreset.Training.Networks.Layers;

/// <summary>
/// The largest of 2 x 2 pixels, stride 2; among equals the first in row-major order has the gradient. A last odd row or column is left out.
/// </summary>
/// <remarks>
/// Two lines of pixels are taken apart into four, one for each corner of the windows, so that registers are full also for the 6 channels of
/// LeNet-5. Which corner was chosen is seen again from the values, and not remembered.
/// </remarks>
/// <param name="input">At least 2 x 2 pixels.</param>
/// <param name="output">Half of them each way, rounded down.</param>
internal sealed unsafe class MaxPooling(FeatureMap input, FeatureMap output) : Layer(input, output)
{
    private const int Corners = 4;
    private readonly PinnedBuffer<float> _corners = new();
    private readonly int _channels = input.Shape.Channels;

    /// <summary>Values of a corner's line.</summary>
    private int Length => Output.Shape.LineLength;

    private bool HasRest => Input.Shape.Height % 2 + Input.Shape.Width % 2 > 0;

    private int ScratchLength => 2 * Corners * Length + Vector256<float>.Count;

    public override void Reserve(Pass pass) => _corners.Reserve(checked(ScratchLength * pass.Chunks));

    public override void Forward(Pass pass, int from, int to)
    {
        float* values = Scratch(pass, from), others = values + Corners * Length;
        for (int image = from; image < to; image++)
            for (int line = 0; line < Output.Shape.Height; line++)
            {
                float* maxima = Output.Values.Pixels(image) + line * Output.Values.Line;
                TakeApart(image, line, Input.Values, values);
                Elementwise.Run(new Largest(values, Length, maxima), Length);
                if (!pass.HasTangents) continue;
                TakeApart(image, line, Input.Tangents, others);
                Elementwise.Run(new OfLargest(values, Length, maxima, others, Output.Tangents.Pixels(image) + line * Output.Tangents.Line), Length);
            }
    }

    public override void Backward(Pass pass, int from, int to)
    {
        if (!NeedsInputGradient) return;
        float* values = Scratch(pass, from), others = values + Corners * Length;
        for (int image = from; image < to; image++)
        {
            if (!AddsToInputGradient && HasRest)
            {
                Clear(image, Input.Gradients);
                if (pass.HasTangents) Clear(image, Input.GradientTangents);
            }
            for (int line = 0; line < Output.Shape.Height; line++)
            {
                TakeApart(image, line, Input.Values, values);
                Return(image, line, Output.Gradients, Input.Gradients, values, others);
                if (pass.HasTangents) Return(image, line, Output.GradientTangents, Input.GradientTangents, values, others);
            }
        }
    }

    /// <summary>Two lines of each corner, of a chunk's own.</summary>
    private float* Scratch(Pass pass, int image) => _corners.Pointer + image / pass.ChunkLength * (nint)ScratchLength;

    private void TakeApart(int image, int line, Plane source, float* corners)
    {
        for (int corner = 0; corner < Corners; corner++)
        {
            float* pixels = Corner(image, line, source, corner);
            for (int pixel = 0; pixel < Output.Shape.Width; pixel++, pixels += 2 * _channels, corners += _channels) CopyRoughly(pixels, corners);
        }
    }

    private void Return(int image, int line, Plane gradients, Plane target, float* values, float* corners)
    {
        float* maxima = Output.Values.Pixels(image) + line * Output.Values.Line;
        Elementwise.Run(new ToLargest(values, Length, maxima, gradients.Pixels(image) + line * gradients.Line, corners), Length);
        for (int corner = 0; corner < Corners; corner += 2, corners += 2 * Length)
        {
            float* pixels = Corner(image, line, target, corner);
            int last = Output.Shape.Width - 1, rough = AddsToInputGradient || _channels < 3 ? 0 : last; // two pixels are left for what is too much
            for (int pixel = 0; pixel < rough; pixel++)
            {
                CopyRoughly(corners + (nint)pixel * _channels, pixels + (nint)pixel * 2 * _channels);
                CopyRoughly(corners + Length + (nint)pixel * _channels, pixels + (nint)(2 * pixel + 1) * _channels);
            }
            for (int pixel = rough; pixel <= last; pixel++)
            {
                HandOn(corners + (nint)pixel * _channels, pixels + (nint)pixel * 2 * _channels);
                HandOn(corners + Length + (nint)pixel * _channels, pixels + (nint)(2 * pixel + 1) * _channels);
            }
        }
    }

    private void HandOn(float* gradient, float* pixel)
    {
        if (AddsToInputGradient) Elementwise.Run(new AddTo(pixel, gradient), _channels);
        else new ReadOnlySpan<float>(gradient, _channels).CopyTo(new Span<float>(pixel, _channels));
    }

    /// <summary>
    /// A pixel's channels, and up to seven values more, which what comes next writes again: whole registers, and no call for 6 values.
    /// </summary>
    private void CopyRoughly(float* source, float* target)
    {
        for (int c = 0; c < _channels; c += Vector256<float>.Count) Vector256.Load(source + c).Store(target + c);
    }

    private float* Corner(int image, int line, Plane plane, int corner) =>
        plane.Pixels(image) + (2 * line + corner / 2) * plane.Line + corner % 2 * _channels;

    private static void Clear(int image, Plane plane)
    {
        for (int line = 0; line < plane.Shape.Height; line++) new Span<float>(plane.Pixels(image) + line * plane.Line, plane.Shape.LineLength).Clear();
    }

    private readonly struct Largest(float* x, nint length, float* y) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            T top = T.Max(T.Load(ref *x, at), T.Load(ref *x, at + length));
            T bottom = T.Max(T.Load(ref *x, at + 2 * length), T.Load(ref *x, at + 3 * length));
            T.Max(top, bottom).Store(ref *y, at);
        }
    }

    /// <summary>What lies beside the first value that equals the largest.</summary>
    private readonly struct OfLargest(float* x, nint length, float* largest, float* others, float* y) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            T max = T.Load(ref *largest, at), chosen = T.Load(ref *others, at + 3 * length);
            for (nint corner = 2 * length; corner >= 0; corner -= length)
                chosen = T.WhereLess(T.Load(ref *x, at + corner), max, chosen, T.Load(ref *others, at + corner));
            chosen.Store(ref *y, at);
        }
    }

    /// <summary>The gradient goes to the first value that equals the largest, and zeros to the others.</summary>
    private readonly struct ToLargest(float* x, nint length, float* largest, float* gradient, float* corners) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            T max = T.Load(ref *largest, at), left = T.Load(ref *gradient, at), zero = T.Create(0);
            for (nint corner = 0; corner < 3 * length; corner += length)
            {
                T value = T.Load(ref *x, at + corner);
                T.WhereLess(value, max, zero, left).Store(ref *corners, at + corner);
                left = T.WhereLess(value, max, left, zero);
            }
            left.Store(ref *corners, at + 3 * length);
        }
    }
}
