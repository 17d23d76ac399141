using HpcCoreset.Numerics;

namespace HpcCoreset.Evaluation;

/// <summary>
/// The cost of rows without the part of their mass that costs most, as clustering with outliers counts it: exactly that mass is left out,
/// so of the rows at the threshold a fraction may be.
/// </summary>
internal sealed unsafe class TrimmedCost
{
    private readonly FarthestMass _farthest = new();

    /// <summary>The sum of weight times cost. O(rows), in the order of the rows; allocates on the first call only.</summary>
    /// <param name="costs">One per row, not weighted, at least 0.</param>
    /// <param name="weights">One per row, at least 0.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="outliers">The mass to leave out, at least 0; with as much as there is the cost is 0.</param>
    public double Of(double* costs, double* weights, int count, double outliers)
    {
        double threshold = _farthest.Threshold(costs, weights, count, outliers);
        (double sum, double atThreshold) = (0, 0);
        for (int row = 0; row < count; row++)
            if (costs[row] < threshold) sum += weights[row] * costs[row];
            else if (costs[row] == threshold) atThreshold += weights[row];
        return sum + (atThreshold - (outliers - _farthest.Above)) * threshold;
    }
}
