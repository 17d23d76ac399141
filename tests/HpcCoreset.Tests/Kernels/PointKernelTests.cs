using System;
using System.Linq;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>What lies between an algorithm and the generated passes adds finished distances and ranges of panels, and changes nothing else.</summary>
public class PointKernelTests
{
    [Fact]
    public void An_assignment_of_some_panels_is_that_part_of_the_whole_and_touches_nothing_else()
    {
        foreach (PointKernel kernel in (PointKernel[])[GeneratedKernel<SquaredEuclideanAny>.Instance, GeneratedKernel<ManhattanAny>.Instance])
        {
            var problem = new Problem(200, 7, 21, Values.Lattice);
            var whole = PointKernelRun.Assign(kernel, problem.Rows, problem.Points, 21);
            var part = PointKernelRun.Assign(kernel, problem.Rows, problem.Points, 21, first: 1, count: 2);
            var nothing = (BitConverter.Int32BitsToSingle(-1), -1);
            for (int i = 0; i < problem.PaddedCount; i++)
            {
                bool isInside = i is >= 64 and < 192;
                Assert.Equal(isInside ? (whole.Distance[i], whole.Owner[i]) : nothing, (part.Distance[i], part.Owner[i]));
                Assert.Equal(isInside ? whole.RunnerUp[i] : nothing.Item1, part.RunnerUp[i]);
            }
        }
    }

    [Fact]
    public void A_relaxation_of_some_panels_touches_nothing_else()
    {
        var problem = new Problem(200, 1, 21, Values.Uniform);
        PointKernel kernel = GeneratedKernel<SquaredEuclideanAny>.Instance;
        (float[] all, _) = PointKernelRun.Relax(kernel, problem.Rows, problem.Points, 5, first: 0, count: 4);
        (float[] some, int[] owner) = PointKernelRun.Relax(kernel, problem.Rows, problem.Points, 5, first: 2, count: 1);
        for (int i = 0; i < problem.PaddedCount; i++)
        {
            bool isInside = i is >= 128 and < 192;
            Assert.Equal((isInside ? all[i] : float.PositiveInfinity, isInside ? 5 : -1), (some[i], owner[i]));
        }
    }

    [Theory]
    [InlineData(typeof(Euclidean17))]
    [InlineData(typeof(Cosine129))]
    [InlineData(typeof(Manhattan257))]
    [InlineData(typeof(Dot33))]
    [InlineData(typeof(Huber9))]
    [InlineData(typeof(SquaredEuclidean64))]
    public void Distances_of_an_assignment_are_finished_sums(Type type)
    {
        var bodies = new KernelBodies(type);
        var problem = new Problem(100, 8, bodies.Dimension, Values.Uniform);
        var found = PointKernelRun.Assign(Instance(type), problem.Rows, problem.Points, bodies.Dimension);
        var raw = new PassRunner(bodies, problem);
        (_, float[] distance, float[] runnerUp, _) = raw.Assign();
        Assert.Equal(bodies.UsesInnerProduct ? raw.Finish(distance) : distance, found.Distance);
        Assert.Equal(bodies.UsesInnerProduct ? raw.Finish(runnerUp) : runnerUp, found.RunnerUp);
        float[] sums = [0, 0.25f, 1, 3, 1e-30f, 1e30f];
        float[] finished = raw.Finish(sums);
        for (int i = 0; i < sums.Length; i++) MetricOracle.Finish(bodies.MetricName, new Bounded(sums[i], 0)).Check(finished[i], "Finish");
    }

    [Fact]
    public void The_catalogue_has_the_compiled_kernel_where_there_is_one_and_the_runtime_one_elsewhere()
    {
        int[] compiled = [.. KernelBodies.Fixed.Where(type => type.Assembly == typeof(KernelCatalogue).Assembly).Select(type => new KernelBodies(type).Dimension)];
        for (int dimension = 1; dimension <= 1600; dimension++)
        {
            PointKernel kernel = KernelCatalogue.Get(Metric.SquaredEuclidean, dimension);
            Assert.Equal(compiled.Contains(dimension) ? dimension : 0, kernel.Dimension);
            Assert.True(kernel.UsesInnerProduct);
        }
        Assert.Equal("Manhattan/any/" + InstructionSet.Name, KernelCatalogue.Get(Metric.Manhattan, 64).Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelCatalogue.Get(Metric.Dot, 64));
    }

    private static PointKernel Instance(Type kernel) =>
        (PointKernel)typeof(GeneratedKernel<>).MakeGenericType(kernel).GetProperty("Instance")!.GetValue(null)!;
}
