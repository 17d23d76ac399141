using System.Collections.Generic;
using HpcCoreset.Tests.Golden;
using HpcCoreset.Training.Networks;
using HpcCoreset.Training.Tests.Networks;
using Xunit;

namespace HpcCoreset.Training.Tests.Golden;

/// <summary>
/// Objectives, gradients, Hessian-vector products, parameters, statistics and outputs of a few steps are the committed bytes with every
/// instruction set.
/// </summary>
[Trait("Switches", "true")]
public sealed class NetworkBytesTests
{
    [Fact]
    public void Steps_are_the_committed_bytes() => GoldenFile.Check("networks.txt", Lines());

    private static IEnumerable<string> Lines()
    {
        (string, NetworkDesign, int)[] networks =
        [
            ("logistic, 10 values", NetworkDesign.Mlp(10, 4), 40),
            ("mlp 37-50-9-5", NetworkDesign.Mlp(37, 5, 50, 9), 66),
            ("lenet5, 13 x 12 x 1", NetworkDesign.LeNet5(new(13, 12, 1)), 3),
            ("resnet8, 7 x 8 x 3", NetworkDesign.ResNet8(new(7, 8, 3), classes: 3), 3),
        ];
        foreach ((string name, NetworkDesign design, int count) in networks)
        {
            using var network = new Network(design, seed: 3, threads: 2);
            yield return $"{name}, {count} examples: " + GoldenFile.Hash(Trajectory.Of(network, TestBatch.Create(network, count, isWeighted: true), steps: 3));
        }
    }
}
