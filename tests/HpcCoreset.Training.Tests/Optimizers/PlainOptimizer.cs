using System;
using System.Linq;

namespace HpcCoreset.Training.Tests.Optimizers;

/// <summary>The formulas of optimizers as plain loops in double.</summary>
internal static class PlainOptimizer
{
    public static double[] Run(OptimizerOptions options, float[] parameters, float[][] gradients, double learningRate)
    {
        double[] moved = [.. parameters.Select(value => (double)value)], first = new double[moved.Length], second = new double[moved.Length];
        for (int step = 1; step <= gradients.Length; step++)
            for (int i = 0; i < moved.Length; i++)
                moved[i] = options switch
                {
                    SgdOptions sgd => Sgd(sgd, moved[i], gradients[step - 1][i], ref first[i], learningRate),
                    AdamWOptions adam => AdamW(adam, moved[i], gradients[step - 1][i], ref first[i], ref second[i], learningRate, step),
                    _ => throw new NotSupportedException(),
                };
        return moved;
    }

    private static double Sgd(SgdOptions options, double value, double gradient, ref double velocity, double learningRate)
    {
        gradient += options.WeightDecay * value;
        velocity = options.Momentum * velocity + gradient;
        return value - learningRate * (options.Nesterov ? gradient + options.Momentum * velocity : velocity);
    }

    private static double AdamW(
        AdamWOptions options, double value, double gradient, ref double mean, ref double square, double learningRate, int step)
    {
        mean = options.Beta1 * mean + (1 - options.Beta1) * gradient;
        square = options.Beta2 * square + (1 - options.Beta2) * gradient * gradient;
        double corrected = mean / (1 - Math.Pow(options.Beta1, step)), root = Math.Sqrt(square / (1 - Math.Pow(options.Beta2, step)));
        return value - learningRate * options.WeightDecay * value - learningRate * corrected / (root + options.Epsilon);
    }
}
