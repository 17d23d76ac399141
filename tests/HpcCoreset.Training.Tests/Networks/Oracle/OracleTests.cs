using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>The oracle is right: by differences of its own objective, and by what torch 1.13 computes in double.</summary>
public sealed class OracleTests
{
    /// <summary>
    /// Recorded from torch: parameters, statistics, objective, gradient times a vector, its norm, Hessian times that vector times another,
    /// norm of the Hessian's product, running statistics after one batch times a vector, objective in inference after it.
    /// </summary>
    public static TheoryData<string, int, int, double[]> Recorded { get; } = new()
    {
        { "Mlp", 530, 0, [2.235113077460047, 3.476490171556516, 3.345489492261177, 1.7708092240247877, 8.598267412741095, 0, 2.235113077460047] },
        { "LeNet5", 61706, 0, [2.353533383564812, -9.833254256042832, 15.934364097257443, 65.98249021162869, 209.04266369243126, 0, 2.353533383564812] },
        { "ResNet8", 78042, 672, [3.0915518189420226, 0.05276653600726422, 4.183638842579399, -6.467062135254775, 46.399843273166695, -2.033078850071056, 3.5765209718194213] },
        { "ResNet20", 278324, 1568, [6.028797541815957, -10.810792220128487, 14.514978783984105, 52.165499268276086, 600.4324367129957, 0.459837614477113, 110.25709554391813] },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Networks_compute_what_torch_does(string name, int parameters, int statistics, double[] expected)
    {
        NetworkOracle network = Network(name);
        LabelledBatch batch = Batch(network);
        double[] vector = new HashedNoise(3).Take(parameters), other = new HashedNoise(4).Take(parameters);

        Assert.Equal((parameters, statistics), (network.Parameters.Length, network.Statistics.Length));
        double[] gradient = network.Gradient(batch), product = network.HessianVectorProduct(batch, vector);
        double objective = network.Objective(batch);
        network.Learn(batch);
        double[] actual =
        [
            objective, Dot(gradient, vector), Norm(gradient), Dot(product, other), Norm(product),
            Dot(network.Statistics, new HashedNoise(5).Take(statistics)), network.Objective(batch, Pass.Inference),
        ];

        for (int i = 0; i < actual.Length; i++)
        {
            double tolerance = i is 3 or 4 ? 1e-6 * expected[4] : i is 1 ? 1e-10 * expected[2] : 1e-10 * Math.Abs(expected[i]);
            Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance, $"{name}, number {i}: {actual[i]:R} and torch has {expected[i]:R}");
        }
    }

    [Theory]
    [InlineData("Mlp")]
    [InlineData("LeNet5")]
    [InlineData("ResNet8")]
    public void Gradients_are_differences_of_the_objective(string name)
    {
        NetworkOracle network = Network(name);
        LabelledBatch batch = Batch(network);
        double[] gradient = network.Gradient(batch);
        int[] places = [.. Enumerable.Range(0, 60).Select(i => (int)((long)gradient.Length * i / 60))];

        foreach (int place in places)
        {
            double before = network.Parameters[place];
            double Probe(double step)
            {
                network.Parameters[place] = before + step;
                return network.Objective(batch, Pass.SamePiece);
            }
            double difference = (Probe(1e-5) - Probe(-1e-5)) / 2e-5;
            network.Parameters[place] = before;
            Assert.True(
                Math.Abs(difference - gradient[place]) <= 1e-7 * Math.Max(1, Math.Abs(gradient[place])),
                $"{name}, parameter {place}: {gradient[place]} and by differences {difference}");
        }
    }

    private static NetworkOracle Network(string name)
    {
        NetworkOracle network = name switch
        {
            "Mlp" => OracleDesigns.Mlp(20, 5, 15, 10),
            "LeNet5" => OracleDesigns.LeNet5(10),
            "ResNet8" => OracleDesigns.ResNet(1, 10),
            _ => OracleDesigns.ResNet(3, 100),
        };
        network.Initialize(new HashedNoise(1).Next);
        return network;
    }

    private static LabelledBatch Batch(NetworkOracle network) => new(
        new HashedNoise(2).Take(3 * network.Input.Length), [1, 8 % network.Classes, 15 % network.Classes], [0.5, 1, 1.5]);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Norm(double[] a) => Math.Sqrt(Dot(a, a));
}
