namespace HpcCoreset;

/// <summary>How a feature's sum counts in a <see cref="FeatureBasedObjective"/>: the more there is of it, the less more of it is worth.</summary>
public enum Concave
{
    /// <summary>sqrt(x): what apricot calls <c>sqrt</c>.</summary>
    SquareRoot,

    /// <summary>ln(1 + x): what apricot calls <c>log</c>.</summary>
    Log,

    /// <summary>x / (1 + x), which saturates at 1: what apricot calls <c>sigmoid</c>.</summary>
    Sigmoid,
}
