namespace HpcCoreset.Anomalies;

/// <summary>
/// The nearest normal rows of one row, up to a mass: sorted by distance, no longer than that mass needs. The mass is summed in the order
/// of the distances, so that which rows came first, or how many came that were too far, does not show.
/// </summary>
/// <param name="distances">Room for as many distances as the mass can need, and one.</param>
/// <param name="items">As much room for the rows' numbers.</param>
/// <param name="weights">One weight per normal row, above 0.</param>
/// <param name="wanted">The mass.</param>
internal unsafe struct NearestMass(double* distances, int* items, double* weights, double wanted)
{
    private int _count = 0;

    /// <summary>Rows farther than this change nothing; infinity while there is not enough mass.</summary>
    public double Radius { get; private set; } = double.PositiveInfinity;

    /// <summary>Adds a row that is not farther than <see cref="Radius"/>. O(rows kept).</summary>
    public void Add(double distance, int item)
    {
        int at = _count++;
        for (; at > 0 && distances[at - 1] > distance; at--) (distances[at], items[at]) = (distances[at - 1], items[at - 1]);
        (distances[at], items[at]) = (distance, item);
        double mass = 0;
        for (int i = 0; i < _count; i++)
        {
            mass += weights[items[i]];
            if (mass < wanted) continue;
            (_count, Radius) = (i + 1, distances[i]);
        }
    }

    /// <summary>The mean distance of the mass; of the farthest row only as much counts as is wanted.</summary>
    public readonly double Mean()
    {
        (double mass, double sum) = (0, 0);
        for (int i = 0; i < _count; i++)
        {
            double share = double.Min(weights[items[i]], wanted - mass);
            (mass, sum) = (mass + share, sum + share * distances[i]);
        }
        return sum / mass;
    }
}
