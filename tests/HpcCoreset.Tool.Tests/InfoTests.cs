using System.Linq;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class InfoTests
{
    [Fact]
    public void The_summary_tells_what_decides_which_code_runs()
    {
        JsonElement info = JsonDocument.Parse(ToolRun.Of("info", "--summary", "json").Succeeds().Out).RootElement;
        Assert.Equal(
            ["cpu", "cores", "architecture", "runtime", "system", "instruction_sets", "kernels"],
            info.EnumerateObject().Select(key => key.Name));
        Assert.Equal(Avx2.IsSupported, info.GetProperty("instruction_sets").GetProperty("avx2").GetBoolean());
        Assert.Equal(
            ["squared-euclidean", "euclidean", "cosine", "manhattan"],
            info.GetProperty("kernels").EnumerateObject().Select(key => key.Name));
    }

    [Fact]
    public void People_read_aligned_text()
    {
        string[] lines = ToolRun.Of("info").Succeeds().Out.Split('\n');
        Assert.StartsWith("cpu  ", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("instruction_sets.avx512f  ", System.StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("kernels.squared-euclidean.64  ", System.StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("kernels.", System.StringComparison.Ordinal) && line.EndsWith(" none", System.StringComparison.Ordinal));
    }
}
