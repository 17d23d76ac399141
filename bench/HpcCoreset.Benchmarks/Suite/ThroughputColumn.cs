using System;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace HpcCoreset.Benchmarks.Suite;

/// <summary>A column of what a benchmark's mean time makes of its work.</summary>
internal sealed class ThroughputColumn : IColumn
{
    private readonly ThroughputDiagnoser _diagnoser;
    private readonly Func<ThroughputDiagnoser.Told, double, string> _text;

    private ThroughputColumn(
        ThroughputDiagnoser diagnoser, string name, string legend, Func<ThroughputDiagnoser.Told, double, string> text) =>
        (_diagnoser, ColumnName, Legend, _text) = (diagnoser, name, legend, text);

    public string Id => nameof(ThroughputColumn) + ColumnName;

    public string ColumnName { get; }

    public string Legend { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public static ThroughputColumn[] Of(ThroughputDiagnoser diagnoser) =>
    [
        new(diagnoser, "Rate", "Useful flops, or bytes read, per second", (told, rate) => FormattableString.Invariant($"{rate / 1e9:F1} {told.Unit}")),
        new(diagnoser, "Of peak", "Rate by the FMA peak of one core, or by its read bandwidth from a buffer of that size; two threads can reach 2",
            (told, rate) => FormattableString.Invariant($"{rate / told.Peak:F2}")),
    ];

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        _diagnoser[benchmarkCase] is { } told && summary[benchmarkCase]?.ResultStatistics is { } times
            ? _text(told, told.Work / (times.Mean * 1e-9))
            : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
