using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;

namespace HpcCoreset.Tests.Kernels;

/// <summary>What kind of numbers the rows hold.</summary>
internal enum Values
{
    /// <summary>Uniform in [-1, 1).</summary>
    Uniform,

    /// <summary>-1/2, 0 or 1/2: equal rows, equal distances.</summary>
    Lattice,

    /// <summary>10,000 plus uniform: the expanded form loses its digits.</summary>
    Offset,

    /// <summary>1e-18 times uniform: squares near the smallest normal number.</summary>
    Tiny,

    /// <summary>1e18 times uniform, or the largest that row validation lets through.</summary>
    Huge,

    /// <summary>Magnitudes over 12 decades in one row.</summary>
    Mixed,
}

/// <summary>
/// Rows against points, with all that a pass wants to know about them, from a fixed seed. Every third point is a copy of a row; point 5
/// and the middle row are zero.
/// </summary>
internal sealed unsafe class Problem
{
    public const int Lanes = 64;
    private readonly Philox _random;
    private ulong _next;

    public Problem(int rowCount, int pointCount, int dimension, Values values, ulong seed = 1)
    {
        (RowCount, PointCount, Dimension, Kind) = (rowCount, pointCount, dimension, values);
        _random = new Philox(seed, (ulong)values);
        Rows = Vectors(rowCount);
        Points = Vectors(pointCount);
        if (rowCount > 2) Rows.AsSpan(rowCount / 2 * dimension, dimension).Clear();
        for (int v = 2; v < pointCount; v += 3)
            Rows.AsSpan(7 * v % rowCount * dimension, dimension).CopyTo(Points.AsSpan(v * dimension));
        if (pointCount > 5) Points.AsSpan(5 * dimension, dimension).Clear();
        (Weights, PointWeights, Panels) = Complete();
        foreach (float norm in Norms(Rows)) LargestNorm = Math.Max(LargestNorm, norm);
        foreach (float norm in Norms(Points)) LargestNorm = Math.Max(LargestNorm, norm);
    }

    /// <summary>The same values in other roles.</summary>
    private Problem(Problem other, float[] rows, float[] points)
    {
        (Dimension, Kind, _random, _next, LargestNorm) = (other.Dimension, other.Kind, other._random, other._next, other.LargestNorm);
        (Rows, RowCount, Points, PointCount) = (rows, rows.Length / Dimension, points, points.Length / Dimension);
        (Weights, PointWeights, Panels) = Complete();
    }

    public int RowCount { get; }

    public int PointCount { get; }

    public int Dimension { get; }

    public Values Kind { get; }

    public int PanelCount => (RowCount + Lanes - 1) / Lanes;

    public int PaddedCount => PanelCount * Lanes;

    /// <summary>Row-major.</summary>
    public float[] Rows { get; }

    /// <summary>Row-major centres or candidates.</summary>
    public float[] Points { get; }

    /// <summary>The rows as the passes want them, padded with zeros.</summary>
    public float[] Panels { get; }

    /// <summary>One per padded row, 0 for padding.</summary>
    public float[] Weights { get; }

    public float[] PointWeights { get; }

    /// <summary>The largest squared norm.</summary>
    public double LargestNorm { get; }

    public override string ToString() => $"{RowCount} rows, {PointCount} points, dimension {Dimension}, {Kind}";

    public ReadOnlySpan<float> Row(int i) => Rows.AsSpan(i * Dimension, Dimension);

    public ReadOnlySpan<float> Point(int v) => Points.AsSpan(v * Dimension, Dimension);

    /// <summary>Gamma, chosen so that exponents are neither all 0 nor all large.</summary>
    public float Parameter(Type similarity) => (float)Math.Clamp(
        3 / (similarity == typeof(Laplacian) ? Math.Sqrt(LargestNorm) : LargestNorm), 1e-37, 1e37);

    /// <summary>What a similarity wants to know about each padded row.</summary>
    public float[] RowTerms(Type similarity) => Terms(similarity, Rows, PaddedCount);

    /// <summary>What a similarity wants to know about each point.</summary>
    public float[] PointTerms(Type similarity) => Terms(similarity, Points, PointCount);

    /// <summary>Packs on its own, so that a fault in the library's packing cannot hide one in the passes.</summary>
    public static float[] Pack(float[] rows, int count, int dimension)
    {
        var panels = new float[(count + Lanes - 1) / Lanes * Lanes * dimension];
        for (int i = 0; i < count; i++)
            for (int t = 0; t < dimension; t++) panels[i / Lanes * Lanes * dimension + t * Lanes + i % Lanes] = rows[i * dimension + t];
        return panels;
    }

    /// <summary>Rows as points and points as rows.</summary>
    public Problem Swapped() => new(this, Points, Rows);

    /// <summary>Every point once more, behind all of them.</summary>
    public Problem WithPointsTwice() => new(this, Rows, [.. Points, .. Points]);

    private (float[] Weights, float[] PointWeights, float[] Panels) Complete()
    {
        var weights = new float[PaddedCount];
        for (int i = 0; i < RowCount; i++) weights[i] = i % 5 == 4 ? 0 : 1 + Next();
        var pointWeights = new float[PointCount];
        for (int v = 0; v < PointCount; v++) pointWeights[v] = 1 + Next();
        return (weights, pointWeights, Pack(Rows, RowCount, Dimension));
    }

    private float[] Terms(Type similarity, float[] vectors, int padded)
    {
        var terms = new float[padded];
        float[] norms = Norms(vectors);
        bool isProduct = similarity == typeof(InnerProduct) || similarity == typeof(SquaredInnerProduct);
        for (int i = 0; i < norms.Length; i++) terms[i] = isProduct ? norms[i] / 1024 : norms[i]; // products are raised a little
        return terms;
    }

    private float[] Norms(float[] vectors)
    {
        var norms = new float[vectors.Length / Dimension];
        fixed (float* first = vectors)
            for (int i = 0; i < norms.Length; i++) norms[i] = SquaredNorms.OfVector(first + i * Dimension, Dimension);
        return norms;
    }

    private float[] Vectors(int count)
    {
        var values = new float[count * Dimension];
        // What row validation allows: 16 squares of it per coordinate still fit a float.
        float huge = MathF.Min(1e18f, 0.99f * MathF.Sqrt(float.MaxValue / (16f * Dimension)));
        for (int i = 0; i < values.Length; i++)
        {
            float x = Next();
            values[i] = Kind switch
            {
                Values.Lattice => 0.5f * MathF.Round(x * 1.4f),
                Values.Offset => 10_000 + x,
                Values.Tiny => 1e-18f * x,
                Values.Huge => huge * x,
                Values.Mixed => x * MathF.ScaleB(1, (int)(20 * Next())),
                _ => x,
            };
        }
        return values;
    }

    private float Next() => (float)(2 * _random.Double(_next++) - 1);
}
