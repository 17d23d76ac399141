using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;
using HpcCoreset.Tests.Storage;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Runs in a process of its own, beside unmapped pages; the last line it wrote names what crashed.</summary>
internal static unsafe class GuardPageChild
{
    public const string Done = "done";

    /// <summary>Every pass of every kernel, in every instruction set.</summary>
    public static void RunPasses(string fence)
    {
        foreach (Type kernel in KernelBodies.All)
            foreach (string set in KernelBodies.InstructionSets)
            {
                var bodies = new KernelBodies(kernel, set);
                int[] dimensions = bodies.Dimension > 0 ? [bodies.Dimension] : [.. Enumerable.Range(1, 20), 31, 63, 64, 65, 127, 128, 129, 257];
                foreach (int dimension in dimensions)
                    foreach (Problem problem in Problems(dimension, bodies.Dimension > 0 ? 13 : 4))
                    {
                        Console.WriteLine($"{bodies.Name}: {problem}");
                        Run(new PassRunner(bodies, problem, Enum.Parse<Fence>(fence)), bodies.Similarities(problem));
                    }
            }
        Console.WriteLine(Done);
    }

    /// <summary>What the library runs beside the generated passes.</summary>
    public static void RunSteps(string fence)
    {
        foreach (int dimension in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 63, 127, 128, 129, 257])
            foreach (Problem problem in Problems(dimension, 9).Where(problem => problem.PanelCount == 1))
            {
                Console.WriteLine($"steps: {problem}");
                using var memory = new KernelMemory(Enum.Parse<Fence>(fence));
                float* panel = memory.Input(problem.Panels), centres = memory.Input(problem.Points), sums = memory.Output<float>(problem.PointCount * 64);
                float* norms = memory.Output<float>(64), terms = memory.InOut(problem.PointTerms(typeof(NegatedSquaredEuclidean)));
                int* owner = memory.InOut(new int[64]);
                float* distance = memory.InOut(new float[64]), runnerUp = memory.InOut(new float[64]); // all tie, so all are compared again
                SquaredNorms.OfPanel(panel, dimension, norms);
                terms[0] = SquaredNorms.OfVector(centres, dimension);
                NearTies.Resolve(panel, 64, dimension, norms, centres, problem.PointCount, terms, sums, owner, distance, runnerUp);
                double* gains = memory.InOut(new double[8]);
                TileSteps.RememberedGain(ref *norms, ref *distance, ref *runnerUp, 1, ref *gains);
                int rows = Math.Min(64, problem.RowCount);
                float* rowMajor = memory.Input(problem.Rows[..(rows * dimension)]), packed = memory.Output<float>(64 * dimension);
                Transposition.Run(rowMajor, dimension, rows, dimension, centres, packed, 64);
                memory.Check(problem.ToString());
            }
        Console.WriteLine(Done);
    }

    /// <summary>The matrix products of training.</summary>
    public static void RunProducts(string fence)
    {
        for (int count = 0; count < 50; count++)
        {
            Console.WriteLine($"products: {count}");
            ProductCases.Multiply(count, count % 2 == 0, Enum.Parse<Fence>(fence));
            ProductCases.Outer(count, count % 2 == 0, Enum.Parse<Fence>(fence));
        }
        Console.WriteLine(Done);
    }

    /// <summary>The passes over outer products.</summary>
    public static void RunFactored(string fence)
    {
        foreach (int first in (int[])[1, 2, 10, 128, 129])
            foreach (int second in (int[])[1, 3, 64, 127, 129, 257])
            {
                Console.WriteLine($"factored: {first} x {second}");
                foreach (int count in (int[])[1, 2, 7, 65])
                {
                    var rows = new FactoredRows(first, second, count);
                    rows.Similarities<NegatedSquaredEuclidean>(Enum.Parse<Fence>(fence));
                    rows.Gains<NegatedEuclidean>(-1, Enum.Parse<Fence>(fence));
                }
                Console.WriteLine("passed");
            }
        Console.WriteLine(Done);
    }

    /// <summary>What the library reads of narrow rows.</summary>
    public static void RunNarrowRows(string fence)
    {
        foreach (string kind in NarrowRows.Kinds)
            foreach (int dimension in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 511, 512, 513, 1025])
                foreach (int gap in (int[])[0, 5])
                {
                    var rows = new NarrowRows(kind, Clustering.Rows.Blobs(67, dimension, 4, noise: 1), dimension, gap);
                    Console.WriteLine($"{rows}, gap {gap}");
                    using var memory = new KernelMemory(Enum.Parse<Fence>(fence));
                    Points view = rows.ViewIn(memory);
                    var copy = new float[dimension];
                    for (int i = 0; i < view.Count; i++) view.CopyRow(i, copy);
                    using var locations = new FacilityLocationSelector(new() { Size = 5 });
                    using var coresets = new ClusteringCoresetSelector(new() { Size = 9, Clusters = 3 });
                    using var solver = new KMeansSolver(new() { Clusters = 3, Metric = Metric.Cosine, MaxIterations = 2 });
                    locations.Select(view);
                    coresets.Select(view);
                    solver.Fit(view);
                    memory.Check(rows.ToString());
                }
        Console.WriteLine(Done);
    }

    /// <summary>The control: one float outside of a buffer of 10, on the side of the page.</summary>
    public static void Overrun(string fence)
    {
        using var memory = new KernelMemory(Enum.Parse<Fence>(fence));
        float* values = memory.Input(new float[10]);
        Console.WriteLine("inside");
        Console.WriteLine(values[0] + values[9]);
        Console.WriteLine("outside");
        Console.WriteLine(values[fence == nameof(Fence.PageAfter) ? 10 : -1]);
        Console.WriteLine(Done);
    }

    private static IEnumerable<Problem> Problems(int dimension, int most)
    {
        for (int points = 1; points <= most; points++)
            yield return new Problem(points % 2 == 0 ? 65 : 64, points == 4 && most == 4 ? 9 : points, dimension, Values.Uniform);
    }

    private static void Run(PassRunner runner, IReadOnlyList<Type> similarities)
    {
        runner.Distance(0, 0);
        runner.Finish([1, 2, 3]);
        runner.Relax();
        runner.Assign();
        foreach (Type similarity in similarities.Take(2))
        {
            float[] values = runner.Similarities(similarity);
            runner.Gain(similarity, runner.Covered(values));
            runner.PairGains(similarity, runner.Covered(values), runner.PointCovered(values));
        }
    }
}
