using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Convex;

/// <summary>The rows of a positive weight, the probabilities with which steps draw them and how long a step may be.</summary>
internal sealed unsafe class ExampleTable
{
    private readonly PinnedBuffer<Example> _examples = new();
    private readonly PinnedBuffer<double> _masses = new();
    private readonly ChunkScratch<float> _decoded = new();

    /// <summary>Number of rows of a positive weight.</summary>
    public int Count { get; private set; }

    /// <summary>The rows themselves, among others.</summary>
    public RowSource Rows { get; private set; }

    /// <summary>One for each row.</summary>
    public Example* Examples => _examples.Pointer;

    /// <summary>What rows are drawn in proportion to, after <see cref="SetDraws"/>.</summary>
    public double* Masses => _masses.Pointer;

    /// <summary>Room for a decoded row.</summary>
    public ChunkScratch<float> Decoded => _decoded;

    /// <summary>Takes on examples that were checked. O(rows).</summary>
    /// <param name="rows">All rows, pinned until <see cref="Release"/>.</param>
    /// <param name="examples">Which of them, with weights and targets.</param>
    /// <param name="threads">Threads to use.</param>
    public void Load(RowSource rows, scoped LinearExamples examples, int threads)
    {
        Rows = rows;
        _decoded.Reserve(threads, rows.ScratchLength);
        Example* table = _examples.Reserve(examples.Count);
        (double sum, int count) = (0, 0);
        for (int i = 0; i < examples.Count; i++)
        {
            double weight = examples.Weight(i);
            if (weight == 0) continue;
            int row = examples.Row(i);
            table[count++] = new Example { Row = row, Target = examples.Target(row), Share = weight };
            sum += weight;
        }
        for (int i = 0; i < count; i++) table[i].Share /= sum;
        Count = count;
    }

    /// <summary>
    /// Prepares a permutation of the rows in every epoch: each is drawn with probability 1 / rows. O(rows * dimension).
    /// </summary>
    /// <returns>1 / L for the largest L of a row's gradient, its weight included.</returns>
    public double SetPermutations(double smoothness, double intercept, double penalty)
    {
        double largest = 0;
        SetMasses(smoothness, intercept);
        for (int i = 0; i < Count; i++)
        {
            Examples[i].Scale = Examples[i].Share * Count;
            largest = Math.Max(largest, Masses[i] * Count);
        }
        return Reciprocal(largest + penalty);
    }

    /// <summary>
    /// Prepares independent draws. With l(i) = share times the Lipschitz constant of the row's gradient, half of them are in proportion to
    /// l(i), so that a heavy row does not shorten every step (Xiao, Zhang, SIAM J. Optim. 24, 2014), and half are uniform, so that no row's
    /// gradient is remembered for long. O(rows * dimension).
    /// </summary>
    /// <returns>The sum of <see cref="Masses"/>, and the largest l(i) over the probability of its row: what a step is measured by.</returns>
    public (double Sum, double Smoothness) SetDraws(double smoothness, double intercept)
    {
        (double sum, double largest) = (0, 0);
        SetMasses(smoothness, intercept);
        for (int i = 0; i < Count; i++) sum += Masses[i];
        double mean = sum / Count;
        sum *= 2;
        for (int i = 0; i < Count; i++)
        {
            double inverse = sum > 0 ? sum / (mean + Masses[i]) : Count;
            Examples[i].Scale = Examples[i].Share * inverse;
            largest = Math.Max(largest, Masses[i] * inverse);
            Masses[i] += mean;
        }
        return (sum, largest);
    }

    /// <summary>1 / x, and 1 where nothing bends: any step is as good as another then.</summary>
    public static double Reciprocal(double x) => x > 0 ? 1 / x : 1;

    /// <summary>Forgets the caller's memory.</summary>
    public void Release() => Rows = default;

    private void SetMasses(double smoothness, double intercept)
    {
        double* masses = _masses.Reserve(Count);
        float* scratch = _decoded.Take(out int slot);
        for (int i = 0; i < Count; i++)
        {
            double squaredNorm = RowArithmetic.SquaredNorm(Rows.Row(Examples[i].Row, scratch), Rows.Dimension) + intercept;
            masses[i] = Examples[i].Share * smoothness * squaredNorm;
        }
        _decoded.Return(slot);
    }
}
