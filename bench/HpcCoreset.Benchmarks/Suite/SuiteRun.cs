using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace HpcCoreset.Benchmarks.Suite;

/// <summary>Times, fractions of the peak and allocations of kernels, selectors and the generator, by BenchmarkDotNet.</summary>
internal static class SuiteRun
{
    /// <summary>Where its tables go, from the root of the repository.</summary>
    private const string Artifacts = "artifacts/benchmarks";

    /// <param name="arguments">What BenchmarkDotNet's command line takes, such as <c>--filter *Kernel*</c>; none for everything.</param>
    public static void Run(string[] arguments)
    {
        // In this process: the projects that BenchmarkDotNet would write and build inherit this repository's settings.
        ThroughputDiagnoser throughput = new();
        IConfig config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
                .WithWarmupCount(8).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(100)))
            .AddDiagnoser(throughput)
            .AddColumn(ThroughputColumn.Of(throughput))
            .WithArtifactsPath(Artifacts);
        BenchmarkSwitcher
            .FromTypes([typeof(KernelBenchmarks), typeof(RequestBenchmarks), typeof(BatchBenchmarks), typeof(GeneratorBenchmarks)])
            .Run(arguments is [] ? ["--filter", "*"] : arguments, config);
    }
}
