using HpcCoreset.Numerics;

namespace HpcCoreset.Kernels;

/// <summary>
/// What packed rows and packed centres were rounded from: near-ties are decided on it. The default, without rows, stands for packed
/// values that are the originals.
/// </summary>
/// <param name="rows">The rows, as the caller has them.</param>
/// <param name="scales">What each row is multiplied by to be compared, or null for 1 each.</param>
/// <param name="order">Which row each packed one is, or null if they are in order.</param>
/// <param name="centres">The centres before the origin was subtracted, row-major and packed.</param>
/// <param name="scratch">Where a row is decoded, if it has to be: each thread that compares needs its own.</param>
internal unsafe struct Originals(RowSource rows, double* scales, int* order, double* centres, float* scratch)
{
    private int _first;
    private int* _which;

    /// <summary>Whether the packed values are the originals.</summary>
    public readonly bool ArePacked => rows.IsEmpty;

    /// <summary>Whether rows are multiplied by something to be compared.</summary>
    public readonly bool AreScaled => scales != null;

    /// <summary>The same where packed row 0 is number <paramref name="first"/> of all, and only some centres were packed.</summary>
    /// <param name="first">A packed row.</param>
    /// <param name="which">The packed centres' numbers among all, or null for all of them.</param>
    public readonly Originals From(int first, int* which = null)
    {
        Originals part = this;
        part._first += first;
        part._which = which;
        return part;
    }

    /// <summary>The squared distance of a packed row to a packed centre, in double from the originals.</summary>
    public readonly double SquaredDistance(int row, int centre)
    {
        int original = order == null ? _first + row : order[_first + row];
        return RowArithmetic.SquaredDistance(
            rows.Row(original, scratch), scales == null ? 1 : scales[original],
            centres + (nint)(_which == null ? centre : _which[centre]) * rows.Dimension, rows.Dimension);
    }
}
