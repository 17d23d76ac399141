using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace HpcCoreset.Benchmarks.Selectors;

/// <summary>Times and allocations of whole calls, by BenchmarkDotNet.</summary>
internal static class AllocationReport
{
    public static void Run()
    {
        // In this process: the projects that BenchmarkDotNet would write and build inherit this repository's settings.
        IConfig config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(8).WithIterationCount(15))
            .WithArtifactsPath("artifacts/benchmarks");
        BenchmarkRunner.Run<RequestBenchmarks>(config);
        BenchmarkRunner.Run<BatchBenchmarks>(config);
    }
}
