using System.Collections.Generic;

namespace HpcCoreset.Charts;

/// <summary>A line of a chart, or what is drawn in the place of one.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Points">Its points, in the order in which they are joined.</param>
/// <param name="HasBand">Whether errors are one band behind the line, and not a bar at each point.</param>
/// <param name="Mark">What stands for the points.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, bool HasBand = false, ChartMark Mark = ChartMark.Line);
