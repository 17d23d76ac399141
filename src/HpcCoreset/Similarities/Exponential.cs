using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>
/// The exponential function over lanes, from additions and FMA only: the C library's differs from machine to machine, and these bits
/// must not.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Exponential
{
    /// <summary>
    /// exp(-x) for x at least 0, within 1 ulp (0.86 is the largest error over every 1,000th float up to 87: see the tests). Beyond 87 it
    /// stays at exp(-87), 1.6e-38.
    /// </summary>
    /// <remarks>
    /// exp(-x) = 2^n exp(r) with n = round(-x / ln 2) and |r| at most ln 2 / 2; ln 2 is split in two so that r is exact to an ulp
    /// (Cody and Waite 1980); exp(r) is its Taylor polynomial of degree 7, whose remainder is 5e-9.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Negative<T>(T x)
        where T : struct, ILane<T>
    {
        T bounded = T.Create(0) - T.Min(x, T.Create(87));
        T n = T.Round(bounded * T.Create(1.44269504f));
        T r = T.MultiplyAdd(n, T.Create(-0.693359375f), bounded);
        r = T.MultiplyAdd(n, T.Create(2.12194440e-4f), r);
        T sum = T.Create(1f / 5040);
        sum = T.MultiplyAdd(sum, r, T.Create(1f / 720));
        sum = T.MultiplyAdd(sum, r, T.Create(1f / 120));
        sum = T.MultiplyAdd(sum, r, T.Create(1f / 24));
        sum = T.MultiplyAdd(sum, r, T.Create(1f / 6));
        sum = T.MultiplyAdd(sum, r, T.Create(0.5f));
        sum = T.MultiplyAdd(sum, r, T.Create(1));
        sum = T.MultiplyAdd(sum, r, T.Create(1));
        return sum * T.Exp2Integer(n);
    }
}
