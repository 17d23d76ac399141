using System;

namespace HpcCoreset.Training;

/// <summary>
/// Vectors g and weights w &gt;= 0 that make |b - sum of w g|^2 + ridge |w|^2 small, for a target b: again and again the vector that points along
/// what is missing most, and then all weights anew (orthogonal matching pursuit, as in Killamsetty et al., "Grad-Match", ICML 2021,
/// algorithm 2, with weights that may not be negative).
/// </summary>
/// <remarks>
/// <para>The weights of the picks are found in the space of the vectors, which is small, and not in that of the picks: where the sum is smallest,
/// w = max(0, g y), with y what is missing, divided by the ridge. That y minimises the convex
/// ridge |y|^2 / 2 + sum of max(0, g y)^2 / 2 - b y, a parabola wherever the set of positive weights stays the same; Newton steps find it
/// exactly, as soon as they end with the set that they began with.</para>
/// <para>Plain double in a fixed order. O(size (count length + size length + length^2)), and size length^2 more whenever a weight becomes 0;
/// allocates when it outgrows every earlier shape only.</para>
/// </remarks>
internal sealed class OrthogonalMatchingPursuit
{
    private const int MostRounds = 64; // sets change a few times at most; roundings could go round in circles
    private const double LeastStep = 1e-9;
    private const double Decrease = 1e-4;

    private readonly GrowingCholesky _system = new();
    private int[] _picks = [];
    private double[] _vectors = [];
    private double[] _weights = [];
    private double[] _products = [];
    private double[] _nextProducts = [];
    private bool[] _isActive = [];
    private double[] _target = [];
    private double[] _missing = [];
    private double[] _next = [];
    private double _ridge;
    private int _length;
    private int _count;

    /// <summary>The picks, in order.</summary>
    public ReadOnlySpan<int> Picks => _picks.AsSpan(0, _count);

    /// <summary>Their weights, at least 0: of what a later pick replaced, 0.</summary>
    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, _count);

    /// <summary>|b - sum of w g|^2 + ridge |w|^2.</summary>
    public double Error { get; private set; }

    /// <summary>
    /// Picks vectors until there are enough or none that is left would bring the sum nearer to the target: with the weights as they are, they
    /// are then the best of all vectors.
    /// </summary>
    /// <param name="vectors">What may be picked, of which none is taken.</param>
    /// <param name="target">b, finite.</param>
    /// <param name="size">Most picks.</param>
    /// <param name="ridge">What squares of weights cost; above 0. The smaller against the vectors' squared norms, the less exact: 1e-8 of them is safe.</param>
    public void Run(GradientColumns vectors, ReadOnlySpan<double> target, int size, double ridge)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        Reserve(size, vectors.Length);
        (_ridge, _count) = (ridge, 0);
        target.CopyTo(_target);
        for (int t = 0; t < _length; t++) _missing[t] = target[t] / ridge;
        Empty();
        while (_count < size)
        {
            int pick = vectors.Best(_missing.AsSpan(0, _length), out double product);
            if (!(product > 0)) break; // and with it the slope of the error by this weight
            vectors.Take(pick);
            for (int t = 0; t < _length; t++) _vectors[_count * _length + t] = vectors[pick, t];
            (_picks[_count], _products[_count], _isActive[_count]) = (pick, product, false);
            _count++;
            Refit();
        }
        for (int i = 0; i < _count; i++) _weights[i] = Math.Max(0, _products[i]);
        Error = ridge * Dot(_target, _missing, 0); // where it is smallest, both squares together
    }

    /// <summary>Newton steps with a line search.</summary>
    private void Refit()
    {
        for (int round = 0; round < MostRounds; round++)
        {
            Assemble();
            _system.Solve(_target.AsSpan(0, _length), _next.AsSpan(0, _length));
            bool isSame = true;
            for (int i = 0; i < _count; i++)
            {
                _nextProducts[i] = Dot(_vectors, _next, i * _length);
                isSame &= _nextProducts[i] > 0 == _isActive[i];
            }
            double step = isSame ? 1 : Search();
            if (step < LeastStep) return; // no better one within rounding
            for (int t = 0; t < _length; t++) _missing[t] = Between(_missing[t], _next[t], step);
            for (int i = 0; i < _count; i++) _products[i] = Between(_products[i], _nextProducts[i], step);
            if (isSame) return;
        }
    }

    /// <summary>How much of a step makes the convex function clearly smaller: half, a quarter and so on (Armijo).</summary>
    private double Search()
    {
        double slope = 0;
        for (int t = 0; t < _length; t++)
        {
            double gradient = _ridge * _missing[t] - _target[t];
            for (int i = 0; i < _count; i++) gradient += Math.Max(0, _products[i]) * _vectors[i * _length + t];
            slope += gradient * (_next[t] - _missing[t]);
        }
        double start = Value(0), step = 1;
        while (step >= LeastStep && !(Value(step) <= start + Decrease * step * slope)) step /= 2;
        return step;
    }

    private double Value(double step)
    {
        double value = 0;
        for (int t = 0; t < _length; t++)
        {
            double missing = Between(_missing[t], _next[t], step);
            value += (_ridge * missing / 2 - _target[t]) * missing;
        }
        for (int i = 0; i < _count; i++)
        {
            double weight = Math.Max(0, Between(_products[i], _nextProducts[i], step));
            value += weight * weight / 2;
        }
        return value;
    }

    /// <summary>ridge I + sum of g g' over the picks of positive product. Whenever one leaves, it is summed anew.</summary>
    private void Assemble()
    {
        bool isLeaving = false;
        for (int i = 0; i < _count; i++) isLeaving |= _isActive[i] && !(_products[i] > 0);
        if (isLeaving) Empty();
        for (int i = 0; i < _count; i++)
        {
            if (_isActive[i] || !(_products[i] > 0)) continue;
            _isActive[i] = true;
            _system.Add(_vectors.AsSpan(i * _length, _length));
        }
    }

    private void Empty()
    {
        _isActive.AsSpan(0, _count).Clear();
        _system.Reset(_length, _ridge);
    }

    private double Dot(double[] vectors, double[] direction, int first)
    {
        double sum = 0;
        for (int t = 0; t < _length; t++) sum += vectors[first + t] * direction[t];
        return sum;
    }

    private static double Between(double from, double to, double step) => step == 1 ? to : from + step * (to - from);

    private void Reserve(int size, int length)
    {
        _length = length;
        if (_picks.Length < size)
            (_picks, _weights, _products, _nextProducts, _isActive) = (new int[size], new double[size], new double[size], new double[size], new bool[size]);
        if (_vectors.Length < (long)size * length) _vectors = new double[checked(size * length)];
        if (_target.Length >= length) return;
        (_target, _missing, _next) = (new double[length], new double[length], new double[length]);
    }
}
