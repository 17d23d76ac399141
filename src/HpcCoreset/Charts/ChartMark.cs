namespace HpcCoreset.Charts;

/// <summary>What stands for the points of a series.</summary>
internal enum ChartMark
{
    /// <summary>A line from each to the next, and circles where they are few.</summary>
    Line,

    /// <summary>A circle each.</summary>
    Circles,

    /// <summary>A faint circle each, behind what matters more.</summary>
    FaintCircles,

    /// <summary>A word each, above all that was drawn before.</summary>
    Words,

    /// <summary>A bar from each to the next, as high as the first of the two; the last one only ends a bar, and shall be 0.</summary>
    Bars,
}
