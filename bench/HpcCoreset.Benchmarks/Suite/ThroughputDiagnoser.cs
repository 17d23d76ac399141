using System.Collections.Generic;
using BenchmarkDotNet.Analysers;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Suite;

/// <summary>
/// Keeps what every benchmark told <see cref="Throughput"/>, and the peak of the core, measured right before and right after it in the same
/// process.
/// </summary>
internal sealed class ThroughputDiagnoser : IDiagnoser
{
    private const int Page = 4096;
    private readonly Dictionary<BenchmarkCase, Told> _told = [];
    private double _flopsBefore;

    public IEnumerable<string> Ids => [nameof(ThroughputDiagnoser)];

    public IEnumerable<IExporter> Exporters => [];

    public IEnumerable<IAnalyser> Analysers => [];

    /// <summary>What a benchmark told, or null if it has no such measure.</summary>
    public Told? this[BenchmarkCase benchmark] => _told.TryGetValue(benchmark, out Told told) ? told : null;

    public RunMode GetRunMode(BenchmarkCase benchmarkCase) => RunMode.NoOverhead;

    public void Handle(HostSignal signal, DiagnoserActionParameters parameters)
    {
        if (signal == HostSignal.BeforeActualRun)
        {
            Throughput.Reset();
            _flopsBefore = PeakFlops.Measure();
        }
        if (signal != HostSignal.AfterActualRun) return;
        if (Throughput.Flops > 0)
            _told[parameters.BenchmarkCase] = new(Throughput.Flops, (_flopsBefore + PeakFlops.Measure()) / 2, "GFLOP/s");
        else if (Throughput.Bytes > 0)
            _told[parameters.BenchmarkCase] = new(Throughput.Bytes, PeakBandwidth.Measure((long)Throughput.Bytes / Page * Page), "GB/s");
    }

    public IEnumerable<BenchmarkDotNet.Reports.Metric> ProcessResults(DiagnoserResults results) => [];

    public void DisplayResults(ILogger logger)
    {
    }

    public IEnumerable<ValidationError> Validate(ValidationParameters validationParameters) => [];

    /// <param name="Work">Flops or bytes of a call.</param>
    /// <param name="Peak">Of one core, per second.</param>
    /// <param name="Unit">Of 10^9 per second.</param>
    public readonly record struct Told(double Work, double Peak, string Unit);
}
