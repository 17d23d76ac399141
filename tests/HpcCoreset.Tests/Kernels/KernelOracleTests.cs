using System;
using System.Linq;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Every pass of every kernel against double precision; the tolerances are the error bounds derived in the oracles.</summary>
public class KernelOracleTests
{
    private static readonly int[] _rowCounts = [1, 63, 64, 65, 200];
    private static readonly Values[] _kinds = Enum.GetValues<Values>();

    public static TheoryData<string> FixedKernels => [.. KernelBodies.Fixed.Select(kernel => kernel.Name)];

    public static TheoryData<string> RuntimeKernels =>
        [.. KernelBodies.All.Except(KernelBodies.Fixed).Select(kernel => kernel.Name)];

    [Fact]
    public void The_kernels_under_test_are_the_library_s_sixteen_dimensions_its_three_others_and_this_project_s()
    {
        int[] dimensions = [.. KernelBodies.Fixed.Where(kernel => kernel.Assembly == typeof(KernelCatalogue).Assembly)
            .Select(kernel => new KernelBodies(kernel).Dimension).Order()];
        Assert.Equal([2, 3, 4, 8, 16, 32, 64, 96, 100, 128, 256, 384, 512, 768, 1024, 1536], dimensions);
        Assert.Equal(["AbsoluteAny", "DotAny", "HammingAny", "HuberAny", "ManhattanAny", "SquaredEuclideanAny"], KernelBodies.All.Except(KernelBodies.Fixed).Select(k => k.Name).Order());
        Assert.Equal(44, KernelBodies.All.Count);
    }

    [Theory]
    [MemberData(nameof(FixedKernels))]
    public void Every_pass_stays_within_its_error_bound_for_one_to_thirteen_points(string name)
    {
        var bodies = new KernelBodies(KernelBodies.All.Single(kernel => kernel.Name == name));
        for (int points = 1; points <= 13; points++)
        {
            var problem = new Problem(
                _rowCounts[points % _rowCounts.Length], points, bodies.Dimension, _kinds[(points + bodies.Dimension) % _kinds.Length]);
            new KernelChecks(bodies, problem).CheckAll(points);
        }
    }

    [Theory]
    [MemberData(nameof(RuntimeKernels))]
    public void Every_pass_stays_within_its_error_bound_in_every_dimension_up_to_257(string name)
    {
        var bodies = new KernelBodies(KernelBodies.All.Single(kernel => kernel.Name == name));
        for (int dimension = 1; dimension <= 257; dimension++)
        {
            // 5, 13 and 6 have no common factors, so any two of these meet in every combination within 78 dimensions.
            var problem = new Problem(
                _rowCounts[dimension % _rowCounts.Length], 1 + dimension % 13, dimension, _kinds[dimension % _kinds.Length]);
            new KernelChecks(bodies, problem).CheckAll(dimension);
        }
    }
}
