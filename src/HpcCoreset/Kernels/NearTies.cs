using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HpcCoreset.Kernels;

/// <summary>
/// Makes the owners that come out of the expanded form |x|^2 + |c|^2 - 2 x.c those of exact arithmetic: where other centres are not
/// farther than the best by more than the rounding of both distances, all of those are compared again, in double, in difference form and
/// from the values that the packed ones were rounded from.
/// </summary>
/// <remarks>
/// With u = 2^-24, an inner product summed with FMA in chains of at most 128 is off by at most (128 + d / 128) u |x| |c|, or d u |x| |c|
/// for one chain (Higham 2002, section 4.2), each norm by as much of itself, and the sum by 2 u; so with h the longest path a distance
/// is off by at most (h + 4) u (|x| + |c|)^2. A centre that could win has |c| at most |x| + its distance, about |x| + sqrt(best), which
/// gives (2|x| + sqrt(best))^2, at most 8 |x|^2 + 2 best. The two distances may be off in opposite directions, hence twice that.
/// Products below 2^-126 lose up to 2^-150 each instead, 4 d of them in a distance.
/// <para>
/// Packing rounds x and c once more, after the origin was subtracted, which moves their difference by at most u (|x| + |c|) and the
/// square of it by at most 2 u (|x| + |c|)^2 and u^2 of that: h + 6 instead of h + 4. A row scaled to length 1 was rounded before the
/// origin was subtracted too, by at most u whatever is left of it then. That moves a distance (not its square) by u, so of two
/// centres the nearer may come out farther by 2 u: the square of the threshold's root plus 2 u bounds it.
/// </para>
/// </remarks>
internal static unsafe class NearTies
{
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private const float ScalingSlack = (float)(2.02 * UnitRoundoff);

    /// <summary>
    /// Twice the relative rounding error of packing and of a distance in expanded form: what two distances may differ by for nothing.
    /// </summary>
    public static float Slack(int dimension) =>
        (float)(2.02 * (Math.Min(dimension, SquaredNorms.Chain + dimension / SquaredNorms.Chain + 1) + 6) * UnitRoundoff);

    /// <summary>
    /// The error of a squared distance relative to (|x| + |c|)^2, and as much again as it takes to subtract the roots of two in float32
    /// and to compare originals in double.
    /// </summary>
    public static float ErrorOfRoots(int dimension) => Slack(dimension) / 2 + (float)(10 * UnitRoundoff);

    /// <summary>How far the rounding of rows that were scaled to length 1 may move two distances, not their squares, apart.</summary>
    public static float ErrorOfScaling => ScalingSlack;

    /// <summary>What a squared distance may come out as at most, if it is at most one that comes out as <paramref name="best"/>.</summary>
    /// <param name="best">The squared distance in expanded form, at least 0.</param>
    /// <param name="squaredNorm">The squared norm of the row that both are distances of.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="isScaled">Whether rows were scaled to length 1 before they were packed.</param>
    public static float Threshold(float best, float squaredNorm, int dimension, bool isScaled)
    {
        float threshold = best + Slack(dimension) * (8 * squaredNorm + 2 * best) + 8 * float.Epsilon * dimension;
        float root = MathF.Sqrt(threshold) + ScalingSlack;
        return isScaled ? root * root : threshold;
    }

    /// <summary>Decides again where needed, for the rows of one panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="filled">Its rows, without padding.</param>
    /// <param name="dimension">Its dimension.</param>
    /// <param name="rowTerms">Its rows' squared norms.</param>
    /// <param name="centres">All centres, row-major.</param>
    /// <param name="centreCount">Their number.</param>
    /// <param name="centreTerms">Their squared norms.</param>
    /// <param name="sums">The panel's inner products, <c>[centre][64]</c>.</param>
    /// <param name="owner">In and out: the nearest centre of each row.</param>
    /// <param name="distance">The smallest squared distance of each row, in expanded form.</param>
    /// <param name="runnerUp">The second smallest.</param>
    /// <param name="originals">What panel and centres were rounded from.</param>
    /// <param name="first">The number of the panel's first row among them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Resolve(
        float* panel, int filled, int dimension, float* rowTerms, float* centres, int centreCount, float* centreTerms, float* sums,
        int* owner, float* distance, float* runnerUp, Originals originals = default, int first = 0)
    {
        float slack = Slack(dimension), underflow = 8 * float.Epsilon * dimension;
        for (int start = 0; start < filled; start += Vector256<float>.Count)
        {
            Vector256<float> best = Vector256.Load(distance + start), norms = Vector256.Load(rowTerms + start);
            Vector256<float> thresholds = best + slack * (8 * norms + 2 * best) + Vector256.Create(underflow);
            if (originals.AreScaled)
            {
                Vector256<float> root = Vector256.Sqrt(thresholds) + Vector256.Create(ScalingSlack);
                thresholds = root * root;
            }
            if (Vector256.GreaterThanAll(Vector256.Load(runnerUp + start), thresholds)) continue; // as for nearly all rows
            for (int row = start; row < Math.Min(start + Vector256<float>.Count, filled); row++)
            {
                float threshold = thresholds[row - start];
                if (runnerUp[row] > threshold) continue;
                double smallest = double.PositiveInfinity;
                for (int c = 0; c < centreCount; c++)
                {
                    float expanded = rowTerms[row] + centreTerms[c] - 2 * sums[(nint)c * RowPanels.Lanes + row];
                    if (expanded > threshold) continue;
                    double exact = originals.ArePacked
                        ? SquaredDistance(panel + row, centres + (nint)c * dimension, dimension)
                        : originals.SquaredDistance(first + row, c);
                    if (exact < smallest) (owner[row], smallest) = (c, exact);
                }
            }
        }
    }

    /// <summary>In double, from the differences; four sums, so that the additions do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SquaredDistance(float* row, float* centre, int dimension)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int t = 0;
        for (; t + 4 <= dimension; t += 4)
        {
            a += Square((double)row[(nint)t * RowPanels.Lanes] - centre[t]);
            b += Square((double)row[(nint)(t + 1) * RowPanels.Lanes] - centre[t + 1]);
            c += Square((double)row[(nint)(t + 2) * RowPanels.Lanes] - centre[t + 2]);
            d += Square((double)row[(nint)(t + 3) * RowPanels.Lanes] - centre[t + 3]);
        }
        for (; t < dimension; t++) a += Square((double)row[(nint)t * RowPanels.Lanes] - centre[t]);
        return a + b + (c + d);
    }

    private static double Square(double x) => x * x;
}
