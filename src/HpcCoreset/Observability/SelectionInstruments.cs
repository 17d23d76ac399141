using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HpcCoreset.Observability;

/// <summary>
/// The instruments that selections are told on, named by OpenTelemetry's conventions: lower case with dots, units by UCUM, no unit in a name.
/// A page of the documentation lists them; whoever changes one changes that.
/// </summary>
internal static class SelectionInstruments
{
    /// <summary>Of the meter and of the source of activities.</summary>
    public const string Name = "HpcCoreset";

    private static readonly string s_version = typeof(SelectionInstruments).Assembly.GetName().Version!.ToString(3);
    private static readonly Meter s_meter = new(Name, s_version);

    public static readonly ActivitySource Activities = new(Name, s_version);

    public static readonly Histogram<double> Duration = s_meter.CreateHistogram(
        "hpccoreset.selection.duration", "s", "Duration of selections.", tags: null, DurationBuckets.Advice);

    public static readonly Counter<long> Rows = s_meter.CreateCounter<long>(
        "hpccoreset.selection.rows", "{row}", "Rows that selections picked from.");

    public static readonly Counter<long> Evaluations = s_meter.CreateCounter<long>(
        "hpccoreset.selection.evaluations", "{evaluation}", "Marginal gains, similarities or distances that selections computed.");

    public static readonly Counter<long> InputSize = s_meter.CreateCounter<long>(
        "hpccoreset.selection.input.size", "By", "Bytes of the rows that selections picked from.");

    /// <summary>Whether anybody listens; a few loads, no call.</summary>
    public static bool AreListenedTo =>
        Duration.Enabled || Rows.Enabled || Evaluations.Enabled || InputSize.Enabled || Activities.HasListeners();
}
