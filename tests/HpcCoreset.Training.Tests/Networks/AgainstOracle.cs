using System;
using System.Linq;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Networks.Oracle;
using Xunit;

namespace HpcCoreset.Training.Tests.Networks;

/// <summary>Compares all that a network computes in float32 with the oracle.</summary>
internal static class AgainstOracle
{
    private const double Tolerance = 1e-3;

    /// <summary>The objective, gradient, Hessian-vector product, statistics and outputs for a number of examples.</summary>
    public static void Check(string what, NetworkDesign design, NetworkOracle oracle, int count, bool isWeighted, int threads = 1)
    {
        using var network = new Network(design, seed: 1, threads);
        Share(network, oracle);
        TestBatch batch = TestBatch.Create(network, count, isWeighted);
        float[] vector = TestBatch.Singles(new HashedNoise(3).Take(network.Parameters.Length));
        float[] gradient = new float[vector.Length], product = new float[vector.Length], statistics = network.Statistics.ToArray();

        double objective = network.Gradient(batch.View, gradient);
        network.HessianVectorProduct(batch.View, vector, product);

        Close(what, "the objective", [oracle.Objective(batch.Exact)], [(float)objective]);
        Close(what, "the gradient", oracle.Gradient(batch.Exact), gradient);
        Close(what, "the Hessian's product", oracle.HessianVectorProduct(batch.Exact, [.. vector.Select(x => (double)x)]), product);
        Assert.Equal(statistics, network.Statistics.ToArray());
        CheckOutputs(what, network, oracle, batch);
    }

    /// <summary>Gives both the same parameters, as float32 has them.</summary>
    public static void Share(Network network, NetworkOracle oracle)
    {
        oracle.Initialize(new HashedNoise(1).Next);
        Assert.Equal(oracle.Parameters.Length, network.Parameters.Length);
        for (int i = 0; i < oracle.Parameters.Length; i++) oracle.Parameters[i] = network.Parameters[i] = (float)oracle.Parameters[i];
    }

    /// <summary>
    /// The norm of the difference within 1e-3 of that of what is expected, and every value that is not below a hundredth of the largest
    /// within 1e-3 of itself.
    /// </summary>
    public static void Close(string what, string kind, double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double norm = Math.Sqrt(expected.Sum(x => x * x)), difference = Math.Sqrt(expected.Zip(actual, (x, y) => (x - y) * (x - y)).Sum());
        Assert.True(difference <= Tolerance * norm, $"{what}: {kind} differs by {difference / norm:E2} of its norm {norm:E2}");
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(Math.Abs(expected[i]), largest / 100),
                $"{what}: {kind} has {actual[i]} at {i} and should have {expected[i]}; the largest is {largest}");
    }

    private static void CheckOutputs(string what, Network network, NetworkOracle oracle, TestBatch batch)
    {
        float[] gradient = new float[network.Parameters.Length];
        network.Gradient(batch.View, gradient, updateStatistics: true);
        oracle.Learn(batch.Exact);
        if (oracle.Statistics.Length > 0) Close(what, "a statistic", oracle.Statistics, network.Statistics.ToArray());
        int count = batch.Labels.Length;
        float[] losses = new float[count], probabilities = new float[count * network.Classes], features = new float[count * network.FeatureLength];
        network.Forward(batch.View, new(losses, probabilities, features));
        (double[] exactFeatures, double[] logits) = oracle.Forward(batch.Exact.Inputs, Oracle.Pass.Inference);
        Close(what, "a loss", SoftmaxLossOracle.Losses(logits, network.Classes, batch.Labels), losses);
        Close(what, "a probability", SoftmaxLossOracle.Probabilities(logits, network.Classes), probabilities);
        Close(what, "a feature", exactFeatures, features);
    }
}
