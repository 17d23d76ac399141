using System;
using System.Linq;
using HpcCoreset.Numerics;

namespace HpcCoreset.Tests.Submodular;

/// <summary>
/// The plain greedy that the selector claims to be, to the last bit: every gain of every row at every step, in double, summed over the
/// rows in order. Unlike <see cref="PlainGreedy"/> it leaves out what cancels (the maximum that distances are subtracted from), whose
/// rounding would hide near-ties, and takes the library's exponential, which is the same on every machine.
/// </summary>
internal sealed class BitwiseGreedy
{
    private BitwiseGreedy(int size, int rows) =>
        (Picks, Gains, Weights, Assignment, Coverage) = (new int[size], new double[size], new double[size], new int[rows], new double[rows]);

    public int[] Picks { get; }

    public double[] Gains { get; }

    /// <summary>Per pick: the mass of the rows that it covers best, the earlier pick on ties.</summary>
    public double[] Weights { get; }

    /// <summary>Per row: the position of the pick that covers it best; 0 where none does, -1 where a private row does.</summary>
    public int[] Assignment { get; }

    /// <summary>Per row: its similarity to that.</summary>
    public double[] Coverage { get; }

    public static BitwiseGreedy Select(Instance instance, Similarity similarity, int size, double gamma = 0, int firstFactor = 0)
    {
        int n = instance.Count;
        double[] w = instance.Weights ?? [.. Enumerable.Repeat(1.0, n)];
        bool relative = similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean;
        float[][] candidates = instance.Candidates ?? instance.Rows;
        double[][] s = Matrix(candidates, instance.Rows, similarity, gamma, firstFactor);
        double maximum = relative ? -s.Min(row => row.Min()) : 0;
        var result = new BitwiseGreedy(size, n);
        // Similarities of 0, and to the most similar of other rows.
        double zero = 0 - maximum;
        double[] Nearest(float[][] others) =>
            [.. Matrix(instance.Rows, others, similarity, gamma).Select(row => row.Append(zero).Max())];
        double[] ceilings = instance.Query.Length == 0
            ? [.. Enumerable.Repeat(double.PositiveInfinity, n)]
            : [.. Nearest(instance.Query).Select(best => instance.Eta * (best - zero) + zero)];
        double[] relevance = [.. s.Select(row => instance.IsQuery ? instance.Eta * (row.Append(zero).Max() - zero) : 0)];
        double[] covered = [.. Enumerable.Repeat(zero, n)];
        bool shifts = relative && !instance.IsQuery && instance.Query.Length + instance.Private.Length == 0;
        if (instance.Private.Length > 0)
        {
            double[] floors = [.. Nearest(instance.Private).Select(best => instance.Nu * (best - zero) + zero)];
            for (int i = 0; i < n; i++)
                if (floors[i] > zero) (covered[i], result.Assignment[i]) = (floors[i], -1);
        }
        s = [.. s.Select(row => row.Select((value, i) => Math.Min(value, ceilings[i])).ToArray())];
        var picked = new bool[candidates.Length];
        for (int step = 0; step < size; step++)
        {
            bool bare = step == 0 && shifts;
            (int best, double bestGain) = (-1, double.NegativeInfinity);
            for (int v = 0; v < candidates.Length; v++)
            {
                if (picked[v]) continue;
                double gain = 0;
                for (int i = 0; i < n; i++) gain += w[i] * (bare ? s[v][i] : Math.Max(0, s[v][i] - covered[i]));
                gain = relevance[v] + gain;
                if (gain > bestGain) (best, bestGain) = (v, gain);
            }
            if (bare)
            {
                bestGain = 0;
                for (int i = 0; i < n; i++) bestGain += w[i] * (maximum + s[best][i]);
            }
            (result.Picks[step], result.Gains[step], picked[best]) = (best, bestGain, true);
            for (int i = 0; i < n; i++)
                if (bare || s[best][i] > covered[i]) (covered[i], result.Assignment[i]) = (s[best][i], step);
        }
        for (int i = 0; i < n; i++)
        {
            if (result.Assignment[i] >= 0) result.Weights[result.Assignment[i]] += w[i];
            result.Coverage[i] = maximum + covered[i];
        }
        return result;
    }

    /// <summary>s[v][i] without the maximum: the negated distance, for similarities that are relative to it.</summary>
    public static double[][] Matrix(float[][] candidates, float[][] rows, Similarity similarity, double gamma, int firstFactor = 0)
    {
        int dimension = rows[0].Length;
        double rate = similarity == Similarity.Rbf && gamma > 0 ? gamma : 1.0 / dimension;
        double Value(Vector x, Vector v) => similarity switch
        {
            Similarity.MaxSquaredEuclidean => -Square(x, v),
            Similarity.MaxEuclidean => -Math.Sqrt(Square(x, v)),
            Similarity.Rbf => ExactExponential.Negative(rate * SquaredDistance(x.Values, v.Values)),
            Similarity.ExpEuclidean => ExactExponential.Negative(Math.Sqrt(SquaredDistance(x.Values, v.Values)) * rate),
            Similarity.Dot => Product(x.Values, v.Values),
            Similarity.Cosine => Product(x.Values, v.Values) / Math.Sqrt(x.Norm * v.Norm),
            _ => Product(x.Values, v.Values) * Product(x.Values, v.Values) / (x.Norm * v.Norm),
        };
        double Square(Vector x, Vector v) => firstFactor == 0 ? SquaredDistance(x.Values, v.Values) : FactoredSquare(x.Values, v.Values, firstFactor);
        Vector[] vectors = [.. rows.Select(row => new Vector(row, similarity))];
        return [.. candidates.Select(row => new Vector(row, similarity)).Select(v => vectors.Select(x => Value(x, v)).ToArray())];
    }

    private sealed class Vector
    {
        public Vector(float[] row, Similarity similarity)
        {
            Values = Shifted(row, similarity == Similarity.CorrelationSquared);
            Norm = Product(Values, Values);
        }

        public double[] Values { get; }

        public double Norm { get; }
    }

    private static unsafe double[] Shifted(float[] row, bool byMean)
    {
        double mean = 0;
        if (byMean)
            fixed (float* first = row) mean = RowArithmetic.Mean(first, row.Length);
        return [.. row.Select(value => value - mean)];
    }

    private static double SquaredDistance(double[] x, double[] y)
    {
        double sum = 0;
        for (int t = 0; t < x.Length; t++) sum += (x[t] - y[t]) * (x[t] - y[t]);
        return sum;
    }

    /// <summary>Of outer products: of the first values of a row, and the others.</summary>
    private static double FactoredSquare(double[] x, double[] y, int first)
    {
        double Inner(double[] u, double[] v) => Product(u[..first], v[..first]) * Product(u[first..], v[first..]);
        return Math.Max(0, Inner(x, x) + Inner(y, y) - 2 * Inner(x, y));
    }

    private static double Product(double[] x, double[] y)
    {
        double sum = 0;
        for (int t = 0; t < x.Length; t++) sum += x[t] * y[t];
        return sum;
    }
}
