using System.Linq;

namespace HpcCoreset.Tool.Report;

/// <summary>Which points of a long line to draw: more than the paper has pixels for only make the page long.</summary>
internal static class Thinning
{
    /// <summary>Points of a line.</summary>
    public const int OfLine = 200;

    private const int Roomy = 40;

    /// <summary>At most so many of the numbers 0 to count - 1, evenly, the first and the last among them.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="most">How many to keep at most, 2 or more.</param>
    public static int[] Of(int count, int most = OfLine) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)))];

    /// <summary>The radius of the circles on a line of so many points.</summary>
    /// <param name="count">How many are drawn.</param>
    public static double Radius(int count) => count > Roomy ? 1.5 : Charts.ChartPoint.UsualRadius;
}
