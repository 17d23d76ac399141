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

    private static string Processor
    {
        get
        {
            if (!File.Exists(Processors)) return RuntimeInformation.ProcessArchitecture.ToString();
            return $"{Value(Processors, "model name")} (family {Value(Processors, "cpu family")}, model {Value(Processors, "model\t")})";
        }
    }

    private static string Value(string file, string key) =>
        File.ReadLines(file).First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(':')[1].Trim();
}
