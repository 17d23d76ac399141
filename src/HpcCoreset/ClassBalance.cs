namespace HpcCoreset;

/// <summary>How the picks of a coreset are shared out among the classes of labelled rows.</summary>
/// <remarks>
/// Whatever the shares, the weights of a class's picks add up to the mass of its rows, so that sums over the coreset still estimate sums
/// over all rows; what a rare class gains is precision.
/// </remarks>
public enum ClassBalance
{
    /// <summary>Rows have no labels.</summary>
    None,

    /// <summary>As the masses of the classes.</summary>
    Proportional,

    /// <summary>As many for each class, or all its rows if it has fewer.</summary>
    Equal,

    /// <summary>As the square roots of the masses of the classes.</summary>
    SquareRoot,
}
