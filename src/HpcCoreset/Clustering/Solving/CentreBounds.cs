using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// For every panel of 64 rows and every centre a lower bound on how much farther the centre is from each of these rows than the row's
/// nearest centre: while it is positive, the centre cannot be the nearest of any of them. Elkan's bounds (ICML 2003), a panel at a time.
/// </summary>
/// <remarks>
/// When centres move, a bound falls by the way of the centre and the longest way of those that are nearest to rows of the panel. Bounds
/// are renewed from the sums of the pass, so they cost no distance. Rows are grouped by cluster first: a panel of one cluster has few
/// centres near, a panel of 64 rows from anywhere has nearly all. All rounding is against the centre that is left out, so the nearest
/// centres are those of a pass over all centres, near-ties included.
/// </remarks>
internal sealed unsafe class CentreBounds
{
    /// <summary>Twice the rounding error of a float32 subtraction, relative.</summary>
    private const float Down = 1 - 1.0f / (1 << 22);

    private const double Up = 1 + 1.0 / (1 << 20);

    private readonly PinnedBuffer<float> _margins = new(); // [panel][centre]
    private readonly PinnedBuffer<float> _ways = new();
    private WeightedRows _rows = null!;
    private int _stride;
    private long _compared;

    /// <summary>Panels times centres that were compared since the count was last reset.</summary>
    public long Compared
    {
        get => Volatile.Read(ref _compared);
        set => _compared = value;
    }

    /// <summary>Whether all centres are compared and no bound is kept, until the next start.</summary>
    public bool Rests { get; set; }

    /// <summary>Makes room for bounds of up to <paramref name="clusters"/> centres.</summary>
    public void Reserve(int rows, int clusters)
    {
        _ways.Reserve(Padded(clusters));
        _margins.Reserve(checked(RowPanels.PanelsOf(rows) * Padded(clusters)));
    }

    /// <summary>Starts with no bound: the next pass compares all centres.</summary>
    public void Start(WeightedRows rows, int clusters)
    {
        (_rows, _stride, _compared, Rests) = (rows, Padded(clusters), 0, false);
        new Span<float>(_margins.Reserve(checked(rows.PanelCount * _stride)), rows.PanelCount * _stride).Clear();
        for (int panel = 0; panel < rows.PanelCount; panel++) // centres that are none are never near
            new Span<float>(_margins.Pointer + (nint)panel * _stride + clusters, _stride - clusters).Fill(float.PositiveInfinity);
        new Span<float>(_ways.Reserve(_stride), _stride).Clear();
    }

    /// <summary>Forgets the rows.</summary>
    public void Release() => _rows = null!;

    /// <summary>Takes note of how far every centre goes, in double from the centres before and after.</summary>
    public void Move(double* before, double* after, int clusters, int dimension)
    {
        for (int c = 0; c < clusters; c++)
        {
            double sum = 0;
            double* from = before + (nint)c * dimension, to = after + (nint)c * dimension;
            for (int t = 0; t < dimension; t++) sum += (to[t] - from[t]) * (to[t] - from[t]);
            _ways.Pointer[c] = (float)(Math.Sqrt(sum) * Up);
        }
    }

    /// <summary>Lowers a panel's bounds by the centres' ways and lists the centres that may be nearest to one of its rows, ascending.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="owner">The nearest centre of each of its rows before the centres moved.</param>
    /// <param name="near">Receives the centres.</param>
    /// <returns>Their number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Lower(int panel, int* owner, int* near)
    {
        float longest = 0;
        for (int lane = 0, filled = _rows.Panels.RowsIn(panel); lane < filled; lane++)
            if (_ways.Pointer[owner[lane]] > longest) longest = _ways.Pointer[owner[lane]];
        float* margins = _margins.Pointer + (nint)panel * _stride;
        int count = 0;
        Vector256<float> own = Vector256.Create(longest * (float)Up), down = Vector256.Create(Down);
        for (int c = 0; c < _stride; c += Vector256<float>.Count)
        {
            Vector256<float> margin = Vector256.Load(margins + c) * down - (Vector256.Load(_ways.Pointer + c) + own);
            margin.Store(margins + c);
            for (uint bits = ~Vector256.GreaterThan(margin, Vector256<float>.Zero).ExtractMostSignificantBits() & 0xFF; bits != 0; bits &= bits - 1)
                near[count++] = c + BitOperations.TrailingZeroCount(bits);
        }
        return count;
    }

    /// <summary>Renews a panel's bounds on the centres that were compared.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="near">The centres.</param>
    /// <param name="count">Their number.</param>
    /// <param name="rowTerms">The rows' squared norms.</param>
    /// <param name="centreTerms">The compared centres' squared norms.</param>
    /// <param name="sums">The inner products, <c>[centre][64]</c>.</param>
    /// <param name="distance">The smallest squared distance of each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Renew(int panel, int* near, int count, float* rowTerms, float* centreTerms, float* sums, float* distance)
    {
        Interlocked.Add(ref _compared, count);
        int dimension = _rows.Dimension, filled = _rows.Panels.RowsIn(panel);
        float error = NearTies.ErrorOfRoots(dimension), underflow = 8 * float.Epsilon * dimension;
        float scaling = _rows.IsSpherical ? NearTies.ErrorOfScaling : 0;
        float* reach = stackalloc float[RowPanels.Lanes]; // of each row: no nearest centre is farther than this
        for (int lane = 0; lane < RowPanels.Lanes; lane++)
        {
            float square = distance[lane] + error * (8 * rowTerms[lane] + 2 * distance[lane]) + underflow;
            reach[lane] = lane < filled ? MathF.Sqrt(MathF.Max(square, 0)) + scaling : float.NegativeInfinity;
        }
        float* margins = _margins.Pointer + (nint)panel * _stride;
        var certain = Vector256.Create(1 - 2 * error);
        for (int i = 0; i < count; i++)
        {
            float* products = sums + (nint)i * RowPanels.Lanes;
            Vector256<float> term = Vector256.Create(centreTerms[i]), least = Vector256.Create(float.PositiveInfinity);
            for (int lane = 0; lane < RowPanels.Lanes; lane += Vector256<float>.Count)
            {
                Vector256<float> product = Vector256.Load(products + lane);
                Vector256<float> square = (Vector256.Load(rowTerms + lane) + term) * certain - (product + product) - Vector256.Create(underflow);
                Vector256<float> root = Vector256.Sqrt(Vector256.MaxNative(square, Vector256<float>.Zero));
                least = Vector256.MinNative(least, root - Vector256.Load(reach + lane));
            }
            Vector128<float> half = Vector128.MinNative(least.GetLower(), least.GetUpper());
            half = Vector128.MinNative(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
            margins[near[i]] = Vector128.MinNative(half, Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2))).ToScalar() - scaling;
        }
    }

    private static int Padded(int clusters) => checked(clusters + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
}
