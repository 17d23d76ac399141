using System;
using System.IO;
using System.Runtime.InteropServices;

namespace HpcCoreset.Training;

/// <summary>
/// The gradient and the Hessian's diagonal, smoothed over all batches that were ever looked at (CREST, equations 8 and 9): means of
/// gradients, root mean squares of diagonals, both with the bias of their start taken away.
/// </summary>
/// <param name="parameters">Number of parameters.</param>
/// <param name="gradientSmoothing">What remains of the gradient, beta1.</param>
/// <param name="curvatureSmoothing">What remains of the squared diagonal, beta2.</param>
internal sealed class SmoothedCurvature(int parameters, double gradientSmoothing, double curvatureSmoothing)
{
    private const double Floor = 1e-4; // the authors' code; the paper has no number

    private readonly float[] _gradients = new float[parameters];
    private readonly float[] _squares = new float[parameters];

    /// <summary>Batches so far.</summary>
    public long Batches { get; private set; }

    /// <summary>Takes in a batch.</summary>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="diagonal">An estimate of its Hessian's diagonal; may be negative.</param>
    public void Add(ReadOnlySpan<float> gradient, ReadOnlySpan<float> diagonal)
    {
        for (int i = 0; i < parameters; i++)
        {
            _gradients[i] = (float)(gradientSmoothing * _gradients[i] + (1 - gradientSmoothing) * gradient[i]);
            _squares[i] = (float)(curvatureSmoothing * _squares[i] + (1 - curvatureSmoothing) * diagonal[i] * diagonal[i]);
        }
        Batches++;
    }

    /// <summary>Adds the smoothed gradient and curvature, times a weight, to sums of them.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="gradients">Sums of gradients.</param>
    /// <param name="curvatures">Sums of curvatures.</param>
    /// <returns>The norm of the curvature, without the weight.</returns>
    public double AddTo(double weight, Span<double> gradients, Span<double> curvatures)
    {
        double gradientBias = 1 - Math.Pow(gradientSmoothing, Batches), curvatureBias = 1 - Math.Pow(curvatureSmoothing, Batches), norm = 0;
        for (int i = 0; i < parameters; i++)
        {
            double curvature = Math.Sqrt(_squares[i] / curvatureBias) + Floor;
            gradients[i] += weight * (_gradients[i] / gradientBias);
            curvatures[i] += weight * curvature;
            norm += curvature * curvature;
        }
        return Math.Sqrt(norm);
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Batches);
        writer.Write(MemoryMarshal.AsBytes(_gradients.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(_squares.AsSpan()));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        Batches = reader.ReadInt64();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_gradients.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_squares.AsSpan()));
    }
}
