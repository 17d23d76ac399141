using System;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Convex;

/// <summary>
/// Made-up rows of the shape of ijcnn1 (49,990 x 22, a tenth of class 1), which is a stream of a machine's sensors: states of twelve regimes
/// of different extents, and rows that repeat a state but for noise. Classes overlap, and no linear model is right.
/// </summary>
internal static class SensorRows
{
    public const int Count = 49_990;
    private const int Dimension = 22;
    private const int Regimes = 12;
    private const double PositiveShare = 0.1;
    private const float Noise = 0.02f;

    /// <summary>Draws states and rows.</summary>
    /// <param name="states">
    /// Distinct states: the square of a uniform number says which one a row repeats, so some are frequent. As many as rows: each row has its own.
    /// </param>
    /// <param name="seed">Another one for other rows.</param>
    public static LinearTask Draw(int states, int seed)
    {
        var random = new Random(seed);
        float[] centres = NormalRows.Make(Regimes, Dimension, seed + 1), noise = NormalRows.Make(Count, Dimension, seed + 2);
        float[] shapes = NormalRows.Make(states, Dimension, seed + 3), direction = NormalRows.Make(1, Dimension, seed + 4);
        double[] extents = [.. Enumerable.Range(0, Regimes).Select(regime => 0.1 * Math.Pow(1.3, regime))]; // 0.1 to 1.8
        int[] regimes = [.. Enumerable.Range(0, states).Select(_ => random.Next(Regimes))];
        float[] values = new float[Count * Dimension];
        double[] scores = new double[Count];
        for (int row = 0; row < Count; row++)
        {
            double uniform = random.NextDouble();
            int state = states == Count ? row : (int)(uniform * uniform * states), regime = regimes[state];
            Span<float> of = values.AsSpan(row * Dimension, Dimension);
            for (int t = 0; t < Dimension; t++)
            {
                double value = 0.4 * centres[regime * Dimension + t] + 0.4 * extents[regime] * shapes[state * Dimension + t];
                of[t] = (float)Math.Tanh(value) + Noise * noise[row * Dimension + t]; // of ijcnn1's range
                scores[row] += direction[t] * of[t];
            }
            scores[row] += 2 * of[0] * of[1] + 0.5 * Math.Log(1 / random.NextDouble() - 1); // a logistic one
        }
        double limit = scores.Order().ElementAt((int)((1 - PositiveShare) * Count));
        return new LinearTask("like ijcnn1", values, Dimension, [.. scores.Select(score => score > limit ? 1 : 0)], 2, 1e-5);
    }
}
