using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Measures;

/// <summary>Where figures come from.</summary>
internal static class Machine
{
    private const string Processors = "/proc/cpuinfo";
    private const string Status = "/proc/self/status";

    /// <summary>One line for the head of a table.</summary>
    public static string Description =>
        $"{Processor}, {Environment.ProcessorCount} logical processors, {InstructionSet.Name}, {RuntimeInformation.FrameworkDescription}, " +
        $"{RuntimeInformation.OSDescription}, {DateTime.UtcNow:yyyy-MM-dd}";

    /// <summary>The most memory that was ever resident, in bytes.</summary>
    public static long PeakResidentBytes => 1024 * long.Parse(Value(Status, "VmHWM").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The memory that is resident now, in bytes.</summary>
    public static long CurrentResidentBytes => 1024 * long.Parse(Value(Status, "VmRSS").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Which one, as exactly as it says.</summary>
    public static string Processor => !File.Exists(Processors)
        ? Model
        : $"{Model} (family {Value(Processors, "cpu family")}, model {Value(Processors, "model\t")})";

    /// <summary>Where the results of this processor are, from the root of the repository.</summary>
    public static string ResultsFolder =>
        Path.Combine("bench", "results", string.Concat(Model.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')));

    /// <summary>Counts <see cref="PeakResidentBytes"/> from now on.</summary>
    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static string Model =>
        File.Exists(Processors) ? Value(Processors, "model name") : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Value(string file, string key) =>
        File.ReadLines(file).First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(':')[1].Trim();
}
