using System;
using System.IO;
using System.Runtime.InteropServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training;

/// <summary>
/// A model of the loss around the parameters of a selection (CREST, equation 6 with a diagonal Hessian): F(d) = L + g d + sum of h d^2 / 2.
/// </summary>
internal sealed unsafe class QuadraticRegion
{
    private readonly int _parameters;
    private readonly bool _usesCurvature;
    private readonly float[] _centre;
    private readonly PinnedBuffer<float> _gradient = new();
    private readonly PinnedBuffer<float> _curvature = new();
    private double _loss;
    private double _weight;

    /// <summary>A model without a region yet.</summary>
    /// <param name="parameters">Number of parameters.</param>
    /// <param name="usesCurvature">Whether it has the quadratic term.</param>
    public QuadraticRegion(int parameters, bool usesCurvature)
    {
        (_parameters, _usesCurvature, _centre) = (parameters, usesCurvature, new float[parameters]);
        _gradient.Reserve(parameters);
        _curvature.Reserve(parameters);
        Begin(_centre);
    }

    /// <summary>The norm of the curvature.</summary>
    public double CurvatureNorm
    {
        get
        {
            double squares = 0;
            foreach (float curvature in _curvature.Span(_parameters)) squares += (double)curvature * curvature;
            return Math.Sqrt(squares) / _weight;
        }
    }

    /// <summary>Begins a region.</summary>
    /// <param name="centre">The parameters.</param>
    public void Begin(ReadOnlySpan<float> centre)
    {
        centre.CopyTo(_centre);
        _gradient.Span(_parameters).Clear();
        _curvature.Span(_parameters).Clear();
        (_loss, _weight) = (0, 0);
    }

    /// <summary>Takes in a batch that <paramref name="smoothed"/> was told of last.</summary>
    /// <param name="objective">Its objective.</param>
    /// <param name="examples">Its examples.</param>
    /// <param name="smoothed">What gradients and curvatures are smoothed to by now.</param>
    public void Add(double objective, int examples, SmoothedCurvature smoothed)
    {
        _loss += examples * objective;
        _weight += examples;
        smoothed.AddTo(examples, _gradient.Pointer, _curvature.Pointer);
    }

    /// <summary>What the model says of the loss at other parameters.</summary>
    /// <param name="at">The parameters.</param>
    public double Predict(ReadOnlySpan<float> at)
    {
        ReadOnlySpan<float> gradient = _gradient.Span(_parameters), curvature = _curvature.Span(_parameters);
        double slope = 0, bend = 0;
        for (int i = 0; i < at.Length; i++)
        {
            double step = (double)at[i] - _centre[i];
            slope += gradient[i] * step;
            bend += curvature[i] * (step * step);
        }
        return (_loss + slope + (_usesCurvature ? bend / 2 : 0)) / _weight;
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes(_centre.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(_gradient.Span(_parameters)));
        writer.Write(MemoryMarshal.AsBytes(_curvature.Span(_parameters)));
        writer.Write(_loss);
        writer.Write(_weight);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_centre.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_gradient.Span(_parameters)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_curvature.Span(_parameters)));
        (_loss, _weight) = (reader.ReadDouble(), reader.ReadDouble());
    }
}
