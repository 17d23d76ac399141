using System;
using System.Linq;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Networks.Oracle;
using Xunit;

namespace HpcCoreset.Training.Tests.Networks;

/// <summary>The networks by name: what they compute, and what they leave alone.</summary>
public sealed class NetworkTests
{
    [Theory]
    [InlineData("mlp", 1, false)]
    [InlineData("mlp", 2, true)]
    [InlineData("mlp", 128, true)]
    [InlineData("logistic", 7, true)]
    [InlineData("lenet5", 1, false)]
    [InlineData("lenet5", 2, true)]
    [InlineData("lenet5", 7, true)]
    [InlineData("resnet8", 1, false)]
    [InlineData("resnet8", 3, true)]
    [InlineData("resnet20", 2, true)]
    public void Values_gradients_and_Hessian_vector_products_are_those_of_double_precision(string name, int count, bool isWeighted)
    {
        (NetworkDesign design, NetworkOracle oracle) = Named(name);
        AgainstOracle.Check($"{name}, {count} examples", design, oracle, count, isWeighted, threads: 2);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("lenet5")]
    [InlineData("resnet8")]
    public void Bytes_do_not_depend_on_the_number_of_threads(string name)
    {
        byte[][] results = [.. new[] { 1, 2, 3, 8 }.Select(threads => TwoSteps(Named(name).Design, count: name == "mlp" ? 128 : 19, threads))];

        foreach (byte[] result in results) Assert.Equal(results[0], result);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("lenet5")]
    [InlineData("resnet8")]
    public void What_an_example_gives_after_training_does_not_depend_on_its_company(string name)
    {
        using var network = new Network(Named(name).Design, seed: 4, threads: 2);
        TestBatch batch = TestBatch.Create(network, 150);
        network.Gradient(TestBatch.Create(network, 5).View, new float[network.Parameters.Length], updateStatistics: true);
        float[] losses = new float[150], probabilities = new float[150 * network.Classes], features = new float[150 * network.FeatureLength];
        float[] loss = new float[1], probability = new float[network.Classes], feature = new float[network.FeatureLength];

        network.Forward(batch.View, new(losses, probabilities, features));

        foreach (int i in (int[])[0, 1, 31, 32, 127, 128, 149])
        {
            network.Forward(new(batch.Inputs.AsSpan(i * network.InputLength, network.InputLength), batch.Labels.AsSpan(i, 1)), new(loss, probability, feature));
            Assert.Equal(losses[i], loss[0]);
            Assert.Equal(probabilities.AsSpan(i * network.Classes, network.Classes).ToArray(), probability);
            Assert.Equal(features.AsSpan(i * network.FeatureLength, network.FeatureLength).ToArray(), feature);
        }
    }

    [Fact]
    public void Statistics_learn_only_when_asked()
    {
        using var network = new Network(NetworkDesign.ResNet8(new(8, 8, 3)), seed: 4);
        TestBatch batch = TestBatch.Create(network, 4);
        float[] parameters = network.Parameters.ToArray(), statistics = network.Statistics.ToArray(), gradient = new float[parameters.Length];

        double first = network.Gradient(batch.View, gradient);
        network.HessianVectorProduct(batch.View, parameters, gradient);
        network.Forward(batch.View, new(new float[4]));
        Assert.Equal(statistics, network.Statistics.ToArray());

        double second = network.Gradient(batch.View, gradient, updateStatistics: true);
        Assert.Equal(first, second);
        Assert.NotEqual(statistics, network.Statistics.ToArray());
        Assert.Equal(parameters, network.Parameters.ToArray());
    }

    /// <summary>4 x 4 pixels end as one; a single example says nothing about its variance.</summary>
    [Fact]
    public void A_running_variance_learns_nothing_from_one_value()
    {
        using var network = new Network(NetworkDesign.ResNet8(new(4, 4, 3)), seed: 4);
        float[] gradient = new float[network.Parameters.Length];

        network.Gradient(TestBatch.Create(network, 1).View, gradient, updateStatistics: true);
        Assert.All(network.Statistics[^64..].ToArray(), variance => Assert.Equal(1, variance));

        network.Gradient(TestBatch.Create(network, 2).View, gradient, updateStatistics: true);
        Assert.All(network.Statistics[^64..].ToArray(), variance => Assert.NotEqual(1, variance));
    }

    /// <summary>More examples than a forward pass takes at once, then fewer: what is left in memory of the former must not be seen.</summary>
    [Fact]
    public void Batches_of_any_size_follow_each_other()
    {
        using var network = new Network(NetworkDesign.LeNet5(new(12, 12, 1)), seed: 4, threads: 2);
        TestBatch batch = TestBatch.Create(network, 3);
        float[] expected = new float[network.Parameters.Length], product = new float[expected.Length], found = new float[expected.Length];
        network.Gradient(batch.View, expected);
        network.HessianVectorProduct(batch.View, network.Parameters.ToArray(), product);

        foreach (int other in (int[])[200, 1, 33])
        {
            network.Gradient(TestBatch.Create(network, other, isWeighted: true, salt: 9).View, found);
            network.HessianVectorProduct(batch.View, network.Parameters.ToArray(), found);
            Assert.Equal(product, found);
            network.Gradient(batch.View, found);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Weights_of_1_are_no_weights_and_an_example_without_weight_has_no_gradient()
    {
        using var network = new Network(NetworkDesign.Mlp(9, 4, 8), seed: 4);
        TestBatch batch = TestBatch.Create(network, 5);
        float[] gradient = new float[network.Parameters.Length], weighted = new float[gradient.Length], alone = new float[gradient.Length];

        double objective = network.Gradient(batch.View, gradient);
        Assert.Equal(objective, network.Gradient(new(batch.Inputs, batch.Labels, [1, 1, 1, 1, 1]), weighted));
        Assert.Equal(gradient, weighted);

        double five = network.Gradient(new(batch.Inputs, batch.Labels, [5, 0, 0, 0, 0]), weighted);
        Assert.Equal(five, network.Gradient(new(batch.Inputs.AsSpan(0, 9), batch.Labels.AsSpan(0, 1)), alone));
        Assert.Equal(alone, weighted);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("lenet5")]
    [InlineData("resnet8")]
    public void No_call_allocates_after_the_first(string name)
    {
        using var network = new Network(Named(name).Design, seed: 4, threads: 2);
        TestBatch batch = TestBatch.Create(network, 7, isWeighted: true);
        float[] vector = network.Parameters.ToArray(), result = new float[vector.Length], losses = new float[7];
        float[] probabilities = new float[7 * network.Classes], features = new float[7 * network.FeatureLength];

        Assert.Equal(0, Allocated.Always(() => network.Gradient(batch.View, result, updateStatistics: true)));
        Assert.Equal(0, Allocated.Always(() => network.HessianVectorProduct(batch.View, vector, result)));
        Assert.Equal(0, Allocated.Always(() => network.Forward(batch.View, new(losses, probabilities, features))));
    }

    [Fact]
    public void A_seed_gives_the_same_parameters_and_another_seed_others()
    {
        using Network first = new(NetworkDesign.LeNet5(), seed: 1), same = new(NetworkDesign.LeNet5(), seed: 1), other = new(NetworkDesign.LeNet5(), seed: 2);

        Assert.Equal(first.Parameters, same.Parameters);
        Assert.NotEqual(first.Parameters.ToArray(), other.Parameters.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_anything_is_written()
    {
        using var network = new Network(NetworkDesign.Mlp(3, 2, 4));
        int parameters = network.Parameters.Length;
        float[] gradient = [.. Enumerable.Repeat(7f, parameters)];

        void Refused(string argument, string message, Action call) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(argument, call).Message, StringComparison.Ordinal);

        Refused("batch", "no examples", () => network.Gradient(new([], []), gradient));
        Refused("batch", "has 5 inputs for 2 examples of 3 values", () => network.Gradient(new(new float[5], [0, 1]), gradient));
        Refused("batch", "label 1 is 2; classes are 0 to 1", () => network.Gradient(new(new float[6], [0, 2]), gradient));
        Refused("batch", "label 0 is -1", () => network.Forward(new(new float[6], [-1, 1]), new(new float[2])));
        Refused("batch", "1 weights", () => network.Gradient(new(new float[6], [0, 1], [1]), gradient));
        Refused("batch", "weight 1 is -1", () => network.Gradient(new(new float[6], [0, 1], [1, -1]), gradient));
        Refused("batch", "weight 0 is NaN", () => network.Gradient(new(new float[6], [0, 1], [float.NaN, 1]), gradient));
        Refused("gradient", $"has 1 values; the model has {parameters} parameters", () => network.Gradient(new(new float[6], [0, 1]), new float[1]));
        Refused("vector", "has 1 values", () => network.HessianVectorProduct(new(new float[6], [0, 1]), new float[1], gradient));
        Refused("product", "has 1 values", () => network.HessianVectorProduct(new(new float[6], [0, 1]), gradient, new float[1]));
        Refused("product", "overlaps", () => network.HessianVectorProduct(new(new float[6], [0, 1]), gradient, gradient));
        Refused("outputs", "3 losses", () => network.Forward(new(new float[6], [0, 1]), new(new float[3])));
        Refused("outputs", "3 probabilities", () => network.Forward(new(new float[6], [0, 1]), new([], new float[3])));
        Refused("outputs", "9 features", () => network.Forward(new(new float[6], [0, 1]), new([], [], new float[9])));
        Refused("outputs", "overlap the inputs", () => network.Forward(new(gradient.AsSpan(0, 6), [0, 1]), new([], [], gradient.AsSpan(2, 8))));
        Assert.All(gradient, value => Assert.Equal(7, value));
    }

    [Fact]
    public void Networks_beyond_what_memory_addresses_are_refused_when_they_are_made()
    {
        foreach (NetworkDesign design in (NetworkDesign[])[
            NetworkDesign.Mlp(100_000, 10, 50_000), NetworkDesign.Mlp(65_535, 2, 65_536), NetworkDesign.Mlp(int.MaxValue, 2), NetworkDesign.Mlp(100_000_000, 2),
            NetworkDesign.LeNet5(new(100_000, 100_000, 1)), NetworkDesign.LeNet5(new(12, 12, 20_000_000)), NetworkDesign.ResNet8(new(20_000, 20_000, 1))])
        {
            string message = Assert.Throws<ArgumentException>("design", () => new Network(design)).Message;
            Assert.Contains($"{design.Name} for examples of {design.Input} values and {design.Classes} classes", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Designs_are_equal_by_value_and_cannot_be_changed()
    {
        Assert.Equal(NetworkDesign.Mlp(7, 3, 5, 4), NetworkDesign.Mlp(7, 3, 5, 4));
        Assert.Equal(NetworkDesign.Mlp(7, 3, 5, 4).GetHashCode(), NetworkDesign.Mlp(7, 3, 5, 4).GetHashCode());
        Assert.NotEqual(NetworkDesign.Mlp(7, 3, 5, 4), NetworkDesign.Mlp(7, 3, 4, 5));
        Assert.NotEqual(NetworkDesign.Mlp(7, 3, 5), NetworkDesign.Mlp(8, 3, 5));
        Assert.Equal(NetworkDesign.LeNet5(), NetworkDesign.LeNet5(new(28, 28, 1), 10));
        Assert.All(typeof(NetworkDesign).GetProperties(), property => Assert.False(property.CanWrite, property.Name));
    }

    private static (NetworkDesign Design, NetworkOracle Oracle) Named(string name) => name switch
    {
        "mlp" => (NetworkDesign.Mlp(70, 10, 40, 33), OracleDesigns.Mlp(70, 10, 40, 33)),
        "logistic" => (NetworkDesign.Mlp(70, 10), OracleDesigns.Mlp(70, 10)),
        "lenet5" => (NetworkDesign.LeNet5(), OracleDesigns.LeNet5(10)),
        "resnet8" => (NetworkDesign.ResNet8(), OracleDesigns.ResNet(1, 10)),
        _ => (NetworkDesign.ResNet20(), OracleDesigns.ResNet(3, 10)),
    };

    /// <summary>All that two steps of training and a Hessian-vector product leave behind.</summary>
    private static byte[] TwoSteps(NetworkDesign design, int count, int threads)
    {
        using var network = new Network(design, seed: 4, threads);
        return Trajectory.Of(network, TestBatch.Create(network, count, isWeighted: true), steps: 2);
    }
}
