namespace HpcCoreset.Charts;

/// <summary>A point of a line; left out, with a gap in the line, if it is not finite or has no place on a logarithmic axis.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">How much.</param>
/// <param name="Low">The lower end of its error; NaN for none.</param>
/// <param name="High">The upper end of its error; NaN for none.</param>
/// <param name="Radius">The radius of its circle on the paper.</param>
/// <param name="Note">What a reader is told who points at it; nothing for no note. A point with a note is always marked.</param>
/// <param name="Word">What stands there, in a series of words.</param>
internal readonly record struct ChartPoint(
    double X, double Y, double Low = double.NaN, double High = double.NaN, double Radius = ChartPoint.UsualRadius, string? Note = null, string? Word = null)
{
    /// <summary>The radius of a circle that means nothing.</summary>
    public const double UsualRadius = 3;

    /// <summary>Whether it has an error. An end of it that has no place on the axis is drawn as the end of the axis.</summary>
    public bool HasError => !double.IsNaN(Low) || !double.IsNaN(High);
}
