using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Anomalies;

/// <summary>The normal rows that others are compared with: a copy, their weights, and their packed form for the passes.</summary>
/// <param name="metric">The distance.</param>
/// <param name="standardize">Whether columns are scaled by their spread.</param>
internal sealed unsafe class NormalRows(Metric metric, bool standardize) : IDisposable
{
    /// <summary>
    /// Share of the mean variance in what a column is divided by the root of, as covariances are shrunk (Ledoit, Wolf, 2004): a column in
    /// which normal rows hardly differ must not drown the others, and one in which they do not differ at all has no spread. A square, so
    /// that its root is exact.
    /// </summary>
    private const double Shrinkage = 1.0 / 16;
    private const double RootOfShrinkage = 1.0 / 4;

    private readonly Packing _packing = new();
    private readonly PinnedBuffer<float> _values = new();
    private readonly PinnedBuffer<double> _weights = new();
    private readonly PinnedBuffer<double> _sorted = new();
    private readonly PinnedBuffer<float> _terms = new();
    private readonly PinnedBuffer<double> _moments = new();
    private readonly PinnedBuffer<double> _factors = new();

    private bool _isScaled;

    /// <summary>Number of normal rows of weight above 0; 0 before there are any.</summary>
    public int Count { get; private set; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; private set; }

    /// <summary>Most of the nearest rows that the mass of a score can need.</summary>
    public int Capacity { get; private set; }

    /// <summary>One per row, above 0.</summary>
    public double* Weights => _weights.Pointer;

    /// <summary>The packed rows.</summary>
    public RowPanels Panels => _packing.Rows;

    /// <summary>What was subtracted from the packed rows.</summary>
    public float* Origin => _packing.Origin;

    /// <summary>The kernel's numbers of the packed rows.</summary>
    public float* Terms => _terms.Pointer;

    public PointKernel Kernel { get; private set; } = null!;

    /// <summary>Whether only directions count.</summary>
    public bool IsSpherical => metric == Metric.Cosine;

    /// <summary>
    /// What distances are multiplied by: columns are scaled down only, so that no value leaves the range, and a column of the mean variance
    /// shall count as it does unscaled.
    /// </summary>
    public double Unit => !_isScaled ? 1 : metric == Metric.SquaredEuclidean ? 1 / Shrinkage : 1 / RootOfShrinkage;

    /// <summary>Makes room for so many rows and forgets those before.</summary>
    public void Reserve(int rows, int dimension)
    {
        (Count, Dimension) = (0, dimension);
        _values.Reserve(checked(rows * dimension));
        _weights.Reserve(rows);
        _sorted.Reserve(rows);
        _moments.Reserve(checked(2 * dimension));
        _factors.Reserve(dimension);
    }

    /// <summary>Copies a row, unless it has no weight. There must be room.</summary>
    public void Add(scoped Points rows, int row, double weight)
    {
        if (weight == 0) return;
        rows.CopyRow(row, new Span<float>(Row(Count), Dimension));
        Weights[Count++] = weight;
    }

    /// <summary>Packs the rows added. O(rows * dimension).</summary>
    /// <param name="neighbours">The mass of a score.</param>
    /// <param name="threads">Threads to use.</param>
    public void Pack(double neighbours, int threads)
    {
        Capacity = RowsOfMass(neighbours);
        _isScaled = standardize && !IsSpherical && FindFactors();
        for (int row = 0; row < Count && _isScaled; row++)
            for (int t = 0; t < Dimension; t++) Row(row)[t] = Scaled(Row(row), t);
        Kernel = KernelCatalogue.Get(metric, Dimension);
        RowScaling scaling = IsSpherical ? RowScaling.UnitLength : RowScaling.None;
        _packing.Pack(new RowSource(_values.Pointer, Count, Dimension, Dimension), scaling, centred: Kernel.UsesInnerProduct, threads);
        Kernel.PrepareRows(Panels, 0, Panels.PanelCount, _terms.Reserve(Panels.PaddedCount));
    }

    /// <summary>A row in double as it is compared: scaled as the normal rows are, of length 1 under cosine.</summary>
    public void Adopt(float* row, double* vector)
    {
        if (_isScaled)
        {
            for (int t = 0; t < Dimension; t++) vector[t] = Scaled(row, t);
            return;
        }
        RowArithmetic.Widen(row, 0, vector, Dimension);
        if (!IsSpherical) return;
        double scale = 1 / Math.Sqrt(RowArithmetic.SquaredNorm(row, Dimension));
        for (int t = 0; t < Dimension; t++) vector[t] *= scale;
    }

    /// <summary>The distance of a row to a normal one, in double, in difference form.</summary>
    /// <param name="row">What <see cref="Adopt"/> made of the row.</param>
    /// <param name="normal">Number of the normal row.</param>
    public double Distance(double* row, int normal)
    {
        float* values = Row(normal);
        return metric switch
        {
            Metric.Euclidean => Math.Sqrt(RowArithmetic.SquaredDistance(values, 1, row, Dimension)),
            Metric.Manhattan => RowArithmetic.ManhattanDistance(values, row, Dimension),
            Metric.Cosine => 0.5 * RowArithmetic.SquaredDistance(values, _packing.Scales[normal], row, Dimension),
            _ => RowArithmetic.SquaredDistance(values, 1, row, Dimension),
        };
    }

    /// <summary>What the kernel may say at most about a row whose distance is at most one that it says is <paramref name="radius"/>.</summary>
    /// <param name="radius">What the kernel says.</param>
    /// <param name="squaredNorm">The squared norm of the packed row that is compared.</param>
    public float Bound(double radius, float squaredNorm) => Kernel.UsesInnerProduct
        ? NearTies.Threshold((float)Math.Max(radius, 0), squaredNorm, Dimension, IsSpherical)
        : (float)(radius * (1 + NearTies.Slack(1) * (double)(Dimension + 2))); // one chain of additions of what is not negative

    public void Dispose() => _packing.Dispose();

    private float* Row(int row) => _values.Pointer + (nint)row * Dimension;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Scaled(float* row, int column) => (float)(row[column] * _factors.Pointer[column]);

    /// <summary>
    /// One factor per column, at most 1: the root of shrinkage * v / ((1 - shrinkage) * variance + shrinkage * v), with v the mean variance.
    /// </summary>
    /// <returns>Whether the rows differ at all.</returns>
    private bool FindFactors()
    {
        double* means = _moments.Pointer, variances = means + Dimension;
        new Span<double>(means, 2 * Dimension).Clear();
        double mass = 0;
        for (int row = 0; row < Count; row++)
        {
            mass += Weights[row];
            RowArithmetic.Accumulate(Row(row), Weights[row], means, Dimension);
        }
        for (int t = 0; t < Dimension; t++) means[t] /= mass;
        for (int row = 0; row < Count; row++)
            for (int t = 0; t < Dimension; t++) variances[t] += Weights[row] / mass * Square(Row(row)[t] - means[t]);
        double mean = 0;
        for (int t = 0; t < Dimension; t++) mean += variances[t] / Dimension;
        if (!double.IsNormal(mean)) return false;
        for (int t = 0; t < Dimension; t++)
            _factors.Pointer[t] = Math.Sqrt(Shrinkage * mean / ((1 - Shrinkage) * variances[t] + Shrinkage * mean));
        return true;
    }

    private static double Square(double x) => x * x;

    /// <summary>How many of the lightest rows it takes, whatever the order in which their weights are summed up.</summary>
    private int RowsOfMass(double mass)
    {
        const double Rounding = 1e-6;
        Span<double> sorted = _sorted.Span(Count);
        new Span<double>(Weights, Count).CopyTo(sorted);
        sorted.Sort();
        int rows = 0;
        for (double sum = 0; rows < Count && sum < mass * (1 + Rounding); rows++) sum += sorted[rows];
        return rows;
    }
}
