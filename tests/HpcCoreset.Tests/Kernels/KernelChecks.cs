using System;
using System.Collections.Generic;
using HpcCoreset.Runtime;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Each pass of a kernel against the oracles, on one problem.</summary>
internal sealed class KernelChecks(KernelBodies bodies, Problem problem)
{
    private readonly PassRunner _runner = new(bodies, problem);

    /// <summary>Every pass; Gain and PairGains with one of the similarities, chosen by <paramref name="turn"/>.</summary>
    public void CheckAll(int turn)
    {
        CheckDifferenceForm();
        CheckAssign();
        IReadOnlyList<Type> similarities = bodies.Similarities(problem);
        foreach (Type similarity in similarities) CheckSimilarities(similarity);
        CheckGains(similarities[turn % similarities.Count]);
    }

    /// <summary>Distance for some pairs, and Relax over all points: distances within the error, owners of the smallest distance.</summary>
    private void CheckDifferenceForm()
    {
        (float[] nearest, int[] owner) = _runner.Relax();
        for (int i = 0; i < problem.RowCount; i++)
        {
            Bounded best = new(double.PositiveInfinity, 0);
            for (int v = 0; v < problem.PointCount; v++)
            {
                Bounded exact = MetricOracle.Difference(bodies.MetricName, problem.Row(i), problem.Point(v));
                if (exact.Value < best.Value) best = exact;
            }
            string what = $"{bodies.Name}: {problem}: Relax, row {i}";
            best.Check(nearest[i], what);
            Assert.InRange(owner[i], 0, problem.PointCount - 1);
            Bounded own = MetricOracle.Difference(bodies.MetricName, problem.Row(i), problem.Point(owner[i]));
            own.Check(nearest[i], what + ", its owner");
        }
        for (int v = 0; v < problem.PointCount; v++)
        {
            int i = 11 * v % problem.RowCount;
            MetricOracle.Difference(bodies.MetricName, problem.Row(i), problem.Point(v))
                .Check(_runner.Distance(i, v), $"{bodies.Name}: {problem}: Distance of row {i} and point {v}");
        }
    }

    /// <summary>
    /// The smallest and the second smallest distance within the largest error of any: both are 1-Lipschitz in the largest change of a
    /// distance. The owner's own distance within its own error.
    /// </summary>
    private void CheckAssign()
    {
        (int[] owner, float[] distance, float[] runnerUp, float[] sums) = _runner.Assign();
        for (int i = 0; i < problem.RowCount; i++)
        {
            double best = double.PositiveInfinity, second = double.PositiveInfinity, error = 0;
            string what = $"{bodies.Name}: {problem}: Assign, row {i}";
            for (int v = 0; v < problem.PointCount; v++)
            {
                Bounded exact = Assigned(i, v);
                (best, second) = exact.Value < best ? (exact.Value, best) : (best, Math.Min(second, exact.Value));
                error = Math.Max(error, exact.Error);
                if (i >= (problem.PanelCount - 1) * Problem.Lanes && bodies.UsesInnerProduct)
                    MetricOracle.InnerProduct(problem.Row(i), problem.Point(v)).Product
                        .Check(sums[v * Problem.Lanes + i % Problem.Lanes], $"{what}, sum {v}");
            }
            Assert.InRange(owner[i], 0, problem.PointCount - 1);
            Assigned(i, owner[i]).Check(distance[i], what + ", its owner");
            new Bounded(best, error).Check(distance[i], what);
            if (problem.PointCount == 1) Assert.Equal(float.PositiveInfinity, runnerUp[i]);
            else new Bounded(second, error).Check(runnerUp[i], what + ", runner-up");
            Assert.True(distance[i] <= runnerUp[i], what + ": the runner-up is nearer");
        }
    }

    private Bounded Assigned(int i, int v) => bodies.UsesInnerProduct
        ? MetricOracle.Expanded(problem.Row(i), problem.Point(v))
        : MetricOracle.Difference(bodies.MetricName, problem.Row(i), problem.Point(v));

    private Bounded Similarity(Type similarity, int i, int v, float[] rowTerms, float[] pointTerms)
    {
        if (bodies.UsesInnerProduct)
            return SimilarityOracle.Of(
                similarity, problem.Row(i), problem.Point(v), rowTerms[i], pointTerms[v], problem.Parameter(similarity));
        Bounded distance = MetricOracle.Difference(bodies.MetricName, problem.Row(i), problem.Point(v));
        return new Bounded(-distance.Value, distance.Error);
    }

    private void CheckSimilarities(Type similarity)
    {
        float[] found = _runner.Similarities(similarity);
        float[] rowTerms = problem.RowTerms(similarity), pointTerms = problem.PointTerms(similarity);
        for (int v = 0; v < problem.PointCount; v++)
        {
            for (int i = 0; i < problem.RowCount; i++)
                Similarity(similarity, i, v, rowTerms, pointTerms)
                    .Check(found[v * _runner.Stride + i], $"{bodies.Name}: {problem}: {similarity.Name} of row {i} and point {v}");
            for (int gap = v * _runner.Stride + problem.PaddedCount; gap < (v + 1) * _runner.Stride && gap < found.Length; gap++)
                Assert.Equal(-1, BitConverter.SingleToInt32Bits(found[gap])); // between the candidates nothing is written
        }
    }

    /// <summary>
    /// Gain and PairGains against double sums over the oracle's similarities. A term is off by its similarity's error and a rounding of
    /// the difference; four FMAs per class and panel follow; the additions in double count for one rounding more. PairGains' sums of a
    /// row run over all candidates in float32.
    /// </summary>
    private void CheckGains(Type similarity)
    {
        float[] similarities = _runner.Similarities(similarity);
        float[] covered = _runner.Covered(similarities), pointCovered = _runner.PointCovered(similarities);
        double[] gains = _runner.Gain(similarity, covered);
        (double[] pairGains, double[] rowGains, float[] lowest) = _runner.PairGains(similarity, covered, pointCovered);
        float[] rowTerms = problem.RowTerms(similarity), pointTerms = problem.PointTerms(similarity);
        var rows = new Bounded[problem.RowCount];
        string where = $"{bodies.Name}: {problem}: {similarity.Name}";
        for (int v = 0; v < problem.PointCount; v++)
        {
            double sum = 0, error = 0;
            for (int i = 0; i < problem.RowCount; i++)
            {
                Bounded exact = Similarity(similarity, i, v, rowTerms, pointTerms);
                Bounded term = Term(exact, covered[i], problem.Weights[i]);
                sum += term.Value;
                error += term.Error + Bounded.Gamma(5) * (term.Value + term.Error) + Bounded.Underflow(1);
                Bounded back = Term(exact, pointCovered[v], problem.PointWeights[v]);
                rows[i] = new Bounded(
                    rows[i].Value + back.Value,
                    rows[i].Error + back.Error + Bounded.Gamma(problem.PointCount + 1) * (back.Value + back.Error) + Bounded.Underflow(1));
            }
            var total = new Bounded(sum, error);
            total.Check(Sum(gains, v), $"{where}: gain of point {v}");
            total.Check(Sum(pairGains, v), $"{where}: pair gain of point {v}");
        }
        for (int i = 0; i < problem.RowCount; i++) rows[i].Check(rowGains[i], $"{where}: pair gain of row {i}");

        var smallest = new float[16];
        Array.Fill(smallest, float.PositiveInfinity);
        for (int v = 0; v < problem.PointCount; v++)
            for (int i = 0; i < problem.PaddedCount; i++) smallest[i % 16] = MathF.Min(smallest[i % 16], similarities[v * _runner.Stride + i]);
        Assert.Equal(smallest, lowest);
    }

    private static Bounded Term(Bounded similarity, double covered, double weight)
    {
        double difference = similarity.Value - covered;
        double off = similarity.Error + Bounded.UnitRoundoff * (Math.Abs(difference) + similarity.Error);
        return new Bounded(weight * Math.Max(0, difference), weight * off);
    }

    private static double Sum(double[] gains, int v)
    {
        double sum = 0;
        for (int j = 0; j < 8; j++) sum += gains[8 * v + j];
        return sum;
    }
}
