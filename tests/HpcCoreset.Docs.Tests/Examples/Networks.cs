using System;
using System.Linq;
using System.Numerics.Tensors;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Networks
{
    public static void Run()
    {
        LabelledData digits = CsvData.Read(Repository.PathOf("src/HpcCoreset.Tool/Samples/digits.csv.gz"), labelColumn: "64");
        digits = digits.With(digits.Measure());
        float[] inputs = new float[500 * digits.InputLength];
        int[] labels = new int[500];
        digits.Gather([.. Enumerable.Range(0, 500)], inputs, labels);
        #region networks
        using var network = new Network(NetworkDesign.Mlp(64, 10, 32), seed: 1, threads: 2);
        float[] gradient = new float[network.Parameters.Length], product = new float[network.Parameters.Length];

        for (int step = 0; step < 10; step++)
        {
            double objective = network.Gradient(new(inputs, labels), gradient);              // of 500 examples, [500][64]
            network.HessianVectorProduct(new(inputs, labels), gradient, product);            // exact
            float slope = TensorPrimitives.SumOfSquares<float>(gradient), curvature = TensorPrimitives.Dot<float>(gradient, product);
            float rate = curvature > 0 ? slope / curvature : 1;                                // where a parabola along the gradient ends
            if (step % 2 == 0) Console.WriteLine($"step {step}: objective {objective:F3}, learning rate {rate:F2}");
            TensorPrimitives.MultiplyAdd(gradient, -rate, network.Parameters, network.Parameters);
        }

        float[] losses = new float[500], probabilities = new float[500 * 10], features = new float[500 * network.FeatureLength];
        network.Forward(new(inputs, labels), new(losses, probabilities, features));          // what selectors look at
        Console.WriteLine($"the hardest example is {TensorPrimitives.IndexOfMax<float>(losses)}, a {labels[TensorPrimitives.IndexOfMax<float>(losses)]}");
        #endregion
    }
}
