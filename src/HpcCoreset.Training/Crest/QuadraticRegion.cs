using System;
using System.IO;
using System.Runtime.InteropServices;

namespace HpcCoreset.Training;

/// <summary>
/// A model of the loss around the parameters of a selection (CREST, equation 6 with a diagonal Hessian): F(d) = L + g d + sum of h d^2 / 2.
/// </summary>
/// <param name="parameters">Number of parameters.</param>
/// <param name="usesCurvature">Whether it has the quadratic term.</param>
internal sealed class QuadraticRegion(int parameters, bool usesCurvature)
{
    private readonly float[] _centre = new float[parameters];
    private readonly double[] _gradient = new double[parameters];
    private readonly double[] _curvature = new double[parameters];
    private double _loss;
    private double _weight;
    private double _norms;
    private long _batches;

    /// <summary>The mean norm of the curvature over the batches of the region.</summary>
    public double CurvatureNorm => _norms / _batches;

    /// <summary>Begins a region.</summary>
    /// <param name="centre">The parameters.</param>
    public void Begin(ReadOnlySpan<float> centre)
    {
        centre.CopyTo(_centre);
        _gradient.AsSpan().Clear();
        _curvature.AsSpan().Clear();
        (_loss, _weight, _norms, _batches) = (0, 0, 0, 0);
    }

    /// <summary>Takes in a batch that <paramref name="curvature"/> was told of last.</summary>
    /// <param name="objective">Its objective.</param>
    /// <param name="examples">Its examples.</param>
    /// <param name="curvature">What gradients and curvatures are smoothed to by now.</param>
    public void Add(double objective, int examples, SmoothedCurvature curvature)
    {
        _loss += examples * objective;
        _weight += examples;
        _norms += curvature.AddTo(examples, _gradient, _curvature);
        _batches++;
    }

    /// <summary>What the model says of the loss at other parameters.</summary>
    /// <param name="at">The parameters.</param>
    public double Predict(ReadOnlySpan<float> at)
    {
        double slope = 0, bend = 0;
        for (int i = 0; i < parameters; i++)
        {
            double step = (double)at[i] - _centre[i];
            slope += _gradient[i] * step;
            bend += _curvature[i] * step * step;
        }
        return (_loss + slope + (usesCurvature ? bend / 2 : 0)) / _weight;
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes(_centre.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(_gradient.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(_curvature.AsSpan()));
        foreach (double value in (ReadOnlySpan<double>)[_loss, _weight, _norms]) writer.Write(value);
        writer.Write(_batches);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_centre.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_gradient.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_curvature.AsSpan()));
        (_loss, _weight, _norms, _batches) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64());
    }
}
