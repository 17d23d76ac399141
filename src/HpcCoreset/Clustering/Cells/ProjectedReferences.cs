using System;
using System.Numerics;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering.Cells;

/// <summary>
/// Where the references of clustering features lie along a few random orthonormal directions, which rules out most of them before any
/// distance is computed: a distance is at least what it is along some directions.
/// </summary>
/// <remarks>
/// The topmost references also lie in buckets as wide as the radius in which they are looked for, once per direction. Any within the
/// radius is in the row's bucket or in one of its neighbours, and of all directions the one with the fewest there is searched. Buckets
/// are numbered modulo a power of two, so that two of them share a list at times; that costs time only.
/// </remarks>
internal sealed unsafe class ProjectedReferences
{
    private const int Directions = 8;

    /// <summary>So that rounding of projections rules out no reference that is within the radius.</summary>
    private const double Slack = 0.999;

    private readonly PinnedBuffer<double> _directions = new();
    private readonly PinnedBuffer<double> _origin = new();
    private readonly PinnedBuffer<double> _projections = new();
    private readonly PinnedBuffer<double> _projection = new();
    private readonly PinnedBuffer<int> _heads = new();
    private readonly PinnedBuffer<int> _sizes = new();
    private readonly PinnedBuffer<int> _next = new();
    private int _dimension;
    private int _most;
    private int _buckets;
    private int _direction;
    private double _width;

    /// <summary>Lists that <see cref="First"/> starts: the row's bucket and its two neighbours.</summary>
    public int Lists => double.IsFinite(_width) ? 3 : 1;

    /// <summary>Starts without any reference, nor a radius.</summary>
    public void Begin(int most, int dimension, double* origin, in Philox random)
    {
        (_most, _dimension) = (most, dimension);
        _buckets = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, most));
        _heads.Reserve(checked(Directions * _buckets));
        _sizes.Reserve(Directions * _buckets);
        _next.Reserve(checked(Directions * most));
        _projections.Reserve(Directions * most);
        _projection.Reserve(Directions);
        new Span<double>(origin, dimension).CopyTo(new Span<double>(_origin.Reserve(dimension), dimension));
        DrawDirections(random);
        Clear(double.PositiveInfinity);
    }

    /// <summary>Forgets all references.</summary>
    /// <param name="radius">In which the topmost will be looked for.</param>
    public void Clear(double radius)
    {
        _width = radius / Slack;
        new Span<int>(_heads.Pointer, Directions * _buckets).Fill(-1);
        new Span<int>(_sizes.Pointer, Directions * _buckets).Clear();
    }

    /// <summary>Sets the row that is looked for, and kept, next.</summary>
    public void Project(double* row)
    {
        for (int j = 0; j < Directions; j++)
            _projection.Pointer[j] = RowArithmetic.DotDifference(_directions.Pointer + (nint)j * _dimension, row, _origin.Pointer, _dimension);
    }

    /// <summary>Keeps the row as the reference of a feature.</summary>
    public void Keep(int feature, bool isTopmost)
    {
        new Span<double>(_projection.Pointer, Directions).CopyTo(new Span<double>(_projections.Pointer + (nint)feature * Directions, Directions));
        if (!isTopmost) return;
        for (int j = 0; j < Directions; j++)
        {
            int bucket = j * _buckets + Bucket(j, 0);
            (_next.Pointer[j * _most + feature], _heads.Pointer[bucket]) = (_heads.Pointer[bucket], feature);
            _sizes.Pointer[bucket]++;
        }
    }

    /// <summary>Whether a reference is farther from the row than a squared distance.</summary>
    public bool IsBeyond(int feature, double distance)
    {
        double* other = _projections.Pointer + (nint)feature * Directions;
        return RowArithmetic.SquaredDistance(_projection.Pointer, other, Directions) * Slack > distance;
    }

    /// <summary>Chooses the direction in which the fewest references can be near enough.</summary>
    public void Narrow()
    {
        int fewest = int.MaxValue;
        for (int j = 0; j < Directions && Lists > 1; j++)
        {
            int count = 0;
            for (int list = 0; list < Lists; list++) count += _sizes.Pointer[j * _buckets + Bucket(j, list - 1)];
            if (count < fewest) (fewest, _direction) = (count, j);
        }
    }

    /// <summary>The first reference of a list, or -1.</summary>
    public int First(int list) => _heads.Pointer[_direction * _buckets + Bucket(_direction, Lists == 1 ? 0 : list - 1)];

    /// <summary>The one behind a reference in its list, or -1.</summary>
    public int Next(int feature) => _next.Pointer[_direction * _most + feature];

    private int Bucket(int direction, int neighbour) => (int)((long)Math.Floor(_projection.Pointer[direction] / _width) + neighbour & (_buckets - 1));

    /// <summary>Uniform vectors, made orthonormal (Gram, Schmidt); with fewer dimensions than directions the others are 0.</summary>
    private void DrawDirections(in Philox random)
    {
        double* directions = _directions.Reserve(checked(Directions * _dimension));
        for (int j = 0; j < Directions; j++)
        {
            double* direction = directions + (nint)j * _dimension;
            for (int t = 0; t < _dimension; t++) direction[t] = j < _dimension ? random.Double((ulong)((long)j * _dimension + t)) - 0.5 : 0;
            for (int twice = 0; twice < 2; twice++) // once leaves what rounding makes of nearly dependent ones
            {
                for (int other = 0; other < j; other++) Orthogonalise(direction, directions + (nint)other * _dimension);
                double norm = Math.Sqrt(RowArithmetic.Dot(direction, direction, _dimension));
                for (int t = 0; t < _dimension && norm > 0; t++) direction[t] /= norm;
            }
        }
    }

    private void Orthogonalise(double* vector, double* unit)
    {
        double along = RowArithmetic.Dot(vector, unit, _dimension);
        for (int t = 0; t < _dimension; t++) vector[t] -= along * unit[t];
    }
}
