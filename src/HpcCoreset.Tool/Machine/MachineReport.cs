using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;

namespace HpcCoreset.Tool.Machine;

/// <summary>What decides which code runs here.</summary>
internal static class MachineReport
{
    private static readonly (string Name, bool IsSupported)[] s_instructionSets =
        [("avx512f", Avx512F.IsSupported), ("avx2", Avx2.IsSupported), ("fma", Fma.IsSupported), ("adv_simd", AdvSimd.IsSupported)];

    /// <summary>The instruction sets that are there.</summary>
    public static IEnumerable<string> InstructionSets => s_instructionSets.Where(set => set.IsSupported).Select(set => set.Name);

    /// <summary>Collects the report.</summary>
    public static JsonObject Create() => new()
    {
        ["cpu"] = CpuName(),
        ["cores"] = Environment.ProcessorCount,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["system"] = RuntimeInformation.OSDescription,
        ["instruction_sets"] = new JsonObject(s_instructionSets.Select(set => KeyValuePair.Create(set.Name, (JsonNode?)set.IsSupported))),
        ["kernels"] = KernelProbe.Run(),
    };

    /// <summary>What the processor calls itself.</summary>
    public static string CpuName()
    {
        const string LinuxDescription = "/proc/cpuinfo", NameKey = "model name";
        string? name = File.Exists(LinuxDescription)
            ? File.ReadLines(LinuxDescription).FirstOrDefault(
                line => line.StartsWith(NameKey, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name ?? "unknown";
    }
}
