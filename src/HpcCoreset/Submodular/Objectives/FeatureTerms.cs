using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// sqrt(c + x) - sqrt(c) as x / (sqrt(c + x) + sqrt(c)): the difference itself rounds to one that can rise with c, while every operation of
/// the quotient is monotone in c and stays so when rounded.
/// </summary>
internal readonly unsafe struct SquareRootTerms : IFeatureTerms
{
    public bool TakesNegative => false;

    public void Check(scoped Points points)
    {
    }

    public double State(int feature, double sum) => Math.Sqrt(sum);

    public double Gain(float* row, double* sums, double* state, int dimension)
    {
        double gain = 0;
        for (int t = 0; t < dimension; t++)
            if (row[t] > 0) gain += row[t] / (Math.Sqrt(sums[t] + row[t]) + state[t]);
        return gain;
    }
}

/// <summary>
/// The sum of ln(1 + c + x) - ln(1 + c) as one logarithm of the product of 1 + x / (1 + c): one logarithm per row, and monotone in every c
/// rounding included, since the factors are, products of them are, and <see cref="MonotoneLogarithm"/> is.
/// </summary>
internal readonly unsafe struct LogTerms : IFeatureTerms
{
    private const int Exponent = 512;
    private const double Large = 1.3407807929942597e154; // 2^512; a factor is at most 2^128, so the product stays finite

    public bool TakesNegative => false;

    public void Check(scoped Points points)
    {
    }

    public double State(int feature, double sum) => 1 + sum;

    public double Gain(float* row, double* sums, double* state, int dimension)
    {
        double product = 1;
        int exponent = 0;
        for (int t = 0; t < dimension; t++)
        {
            product *= 1 + row[t] / state[t];
            if (product < Large) continue;
            product *= 1 / Large;
            exponent += Exponent;
        }
        return MonotoneLogarithm.Of(product, exponent);
    }
}

/// <summary>(c + x) / (1 + c + x) - c / (1 + c) as x / ((1 + c) (1 + c + x)), which is monotone in c, rounding included.</summary>
internal readonly unsafe struct SigmoidTerms : IFeatureTerms
{
    public bool TakesNegative => false;

    public void Check(scoped Points points)
    {
    }

    public double State(int feature, double sum) => 1 + sum;

    public double Gain(float* row, double* sums, double* state, int dimension)
    {
        double gain = 0;
        for (int t = 0; t < dimension; t++) gain += row[t] / (state[t] * (state[t] + row[t]));
        return gain;
    }
}

/// <summary>min(T, c + x) - min(T, c): x, as far as it is missing.</summary>
internal readonly unsafe struct CappedTerms(double threshold) : IFeatureTerms
{
    public bool TakesNegative => false;

    public void Check(scoped Points points)
    {
    }

    public double State(int feature, double sum) => Math.Max(0, threshold - sum);

    public double Gain(float* row, double* sums, double* state, int dimension)
    {
        double gain = 0;
        for (int t = 0; t < dimension; t++) gain += Math.Min(row[t], state[t]);
        return gain;
    }
}

/// <summary>The weights of features that no pick has.</summary>
internal readonly unsafe struct CoverTerms(ReadOnlyMemory<double> weights) : IFeatureTerms
{
    public bool TakesNegative => true;

    public void Check(scoped Points points)
    {
        if (!weights.IsEmpty && weights.Length != points.Dimension)
            throw new ArgumentException(
                $"points: found rows of dimension {points.Dimension}; options.Objective.FeatureWeights has {weights.Length} numbers.", nameof(points));
    }

    public double State(int feature, double sum) => sum > 0 ? 0 : weights.IsEmpty ? 1 : weights.Span[feature];

    public double Gain(float* row, double* sums, double* state, int dimension)
    {
        double gain = 0;
        for (int t = 0; t < dimension; t++)
            if (row[t] > 0) gain += state[t];
        return gain;
    }
}
