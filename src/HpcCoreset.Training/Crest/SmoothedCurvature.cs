using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Training;

/// <summary>
/// The gradient and the Hessian's diagonal, smoothed over all batches that were ever looked at (CREST, equations 8 and 9): means of
/// gradients, root mean squares of diagonals, both with the bias of their start taken away.
/// </summary>
/// <param name="parameters">Number of parameters.</param>
/// <param name="gradientSmoothing">What remains of the gradient, beta1.</param>
/// <param name="curvatureSmoothing">What remains of the squared diagonal, beta2.</param>
internal sealed unsafe class SmoothedCurvature(int parameters, double gradientSmoothing, double curvatureSmoothing)
{
    private const float Floor = 1e-4f; // the authors' code; the paper has no number

    private readonly PinnedBuffer<float> _gradients = Zeros(parameters);
    private readonly PinnedBuffer<float> _squares = Zeros(parameters);
    private long _batches;

    /// <summary>Takes in a batch.</summary>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="diagonal">An estimate of its Hessian's diagonal, of either sign: only squares are kept.</param>
    public void Add(ReadOnlySpan<float> gradient, ReadOnlySpan<float> diagonal)
    {
        fixed (float* first = gradient, second = diagonal)
            Elementwise.Run(new Smoothing(_gradients.Pointer, _squares.Pointer, first, second, gradientSmoothing, curvatureSmoothing), parameters);
        _batches++;
    }

    /// <summary>Adds the smoothed gradient and curvature, times a weight, to sums of them.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="gradients">Sums of gradients.</param>
    /// <param name="curvatures">Sums of curvatures.</param>
    public void AddTo(double weight, float* gradients, float* curvatures)
    {
        double gradientBias = 1 - Math.Pow(gradientSmoothing, _batches), curvatureBias = 1 - Math.Pow(curvatureSmoothing, _batches);
        Elementwise.Run(
            new Summing(gradients, curvatures, _gradients.Pointer, _squares.Pointer, (float)weight, (float)(weight / gradientBias), (float)(1 / curvatureBias)),
            parameters);
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_batches);
        writer.Write(MemoryMarshal.AsBytes(_gradients.Span(parameters)));
        writer.Write(MemoryMarshal.AsBytes(_squares.Span(parameters)));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        _batches = reader.ReadInt64();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_gradients.Span(parameters)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_squares.Span(parameters)));
    }

    private static PinnedBuffer<float> Zeros(int length)
    {
        var buffer = new PinnedBuffer<float>();
        buffer.Reserve(length);
        buffer.Span(length).Clear();
        return buffer;
    }

    /// <summary>means = b1 means + (1 - b1) gradient; squares = b2 squares + (1 - b2) diagonal^2.</summary>
    private readonly struct Smoothing(float* means, float* squares, float* gradient, float* diagonal, double beta1, double beta2) : IElementwise
    {
        private readonly float _beta1 = (float)beta1;
        private readonly float _rest1 = (float)(1 - beta1); // not 1 less the rounded one: of 0.999 that would be 2e-5 off
        private readonly float _beta2 = (float)beta2;
        private readonly float _rest2 = (float)(1 - beta2);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            T bend = T.Load(ref *diagonal, at);
            (T.Create(_beta1) * T.Load(ref *means, at) + T.Create(_rest1) * T.Load(ref *gradient, at)).Store(ref *means, at);
            (T.Create(_beta2) * T.Load(ref *squares, at) + T.Create(_rest2) * (bend * bend)).Store(ref *squares, at);
        }
    }

    /// <summary>gradients += g means; curvatures += w (sqrt(b squares) + floor).</summary>
    private readonly struct Summing(float* gradients, float* curvatures, float* means, float* squares, float w, float g, float b) : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(nint at)
            where T : struct, ILane<T>
        {
            (T.Load(ref *gradients, at) + T.Create(g) * T.Load(ref *means, at)).Store(ref *gradients, at);
            T curvature = T.Sqrt(T.Create(b) * T.Load(ref *squares, at)) + T.Create(Floor);
            (T.Load(ref *curvatures, at) + T.Create(w) * curvature).Store(ref *curvatures, at);
        }
    }
}
