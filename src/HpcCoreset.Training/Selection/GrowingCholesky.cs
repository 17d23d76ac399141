using System;

namespace HpcCoreset.Training;

/// <summary>
/// Cholesky's factor of ridge I + sum of g g', to which vectors g are added one by one, by rotations (Gill, Golub, Murray, Saunders, "Methods
/// for modifying matrix factorizations", Mathematics of Computation 28, 1974, method C1). Nothing is ever subtracted, so it stays accurate.
/// </summary>
/// <remarks>Plain double in a fixed order; allocates when it outgrows every earlier length only.</remarks>
internal sealed class GrowingCholesky
{
    private double[] _factor = []; // upper triangle, row after row: the matrix is its transpose times it
    private double[] _rest = [];
    private int _length;

    /// <summary>Begins anew, without any vector. O(length^2).</summary>
    /// <param name="length">Coordinates of a vector.</param>
    /// <param name="ridge">Above 0.</param>
    public void Reset(int length, double ridge)
    {
        _length = length;
        if (_rest.Length < length) (_rest, _factor) = (new double[length], new double[checked(length * length)]);
        _factor.AsSpan(0, length * length).Clear();
        for (int t = 0; t < length; t++) _factor[t * length + t] = Math.Sqrt(ridge);
    }

    /// <summary>Adds a vector. O(length^2).</summary>
    /// <param name="vector">[length].</param>
    public void Add(ReadOnlySpan<double> vector)
    {
        Span<double> rest = _rest.AsSpan(0, _length);
        vector.CopyTo(rest);
        for (int t = 0; t < rest.Length; t++)
        {
            if (rest[t] == 0) continue;
            Span<double> row = _factor.AsSpan(t * _length, rest.Length);
            double diagonal = Math.Sqrt(row[t] * row[t] + rest[t] * rest[t]), cosine = row[t] / diagonal, sine = rest[t] / diagonal;
            row[t] = diagonal;
            for (int u = t + 1; u < row.Length; u++)
            {
                double above = row[u], below = rest[u];
                row[u] = cosine * above + sine * below;
                rest[u] = cosine * below - sine * above;
            }
        }
    }

    /// <summary>The matrix times the solution is the right side. O(length^2).</summary>
    /// <param name="right">[length].</param>
    /// <param name="solution">[length]: receives it.</param>
    public void Solve(ReadOnlySpan<double> right, Span<double> solution)
    {
        right.CopyTo(solution);
        for (int t = 0; t < right.Length; t++)
        {
            ReadOnlySpan<double> row = _factor.AsSpan(t * _length, right.Length);
            double value = solution[t] /= row[t];
            for (int u = t + 1; u < row.Length; u++) solution[u] -= value * row[u];
        }
        for (int t = right.Length - 1; t >= 0; t--)
        {
            ReadOnlySpan<double> row = _factor.AsSpan(t * _length, right.Length);
            double value = solution[t];
            for (int u = t + 1; u < row.Length; u++) value -= row[u] * solution[u];
            solution[t] = value / row[t];
        }
    }
}
