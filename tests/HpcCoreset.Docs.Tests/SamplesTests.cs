using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace HpcCoreset.Docs.Tests;

/// <summary>The programs in docs/samples, run as processes.</summary>
public class SamplesTests
{
    [Fact]
    public async Task Telemetry_finds_the_rare_state()
    {
        string[] lines = await Run("Telemetry", "2");
        Assert.StartsWith("144000 rows of 4 values; ", lines[0], StringComparison.Ordinal);
        Assert.Equal(6, lines.Length);
        Assert.Contains(lines[2..], line => line.Contains("  99  ", StringComparison.Ordinal)); // hosts that hang, one row in 500
    }

    [Fact]
    public async Task Alarms_find_the_broken_sensors() =>
        Assert.StartsWith("3 of 3 faults found, ", (await Run("Alarms"))[^1], StringComparison.Ordinal);

    [Fact]
    public async Task Training_runs_on_random_batches_and_on_coresets() =>
        Assert.Equal(["random batches", "CREST"], (await Run("CrestTraining")).Select(line => line.Split(':')[0]));

    [Fact]
    public async Task Passages_are_like_the_one_asked_for_and_differ()
    {
        using Process service = Start("Passages", "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri((await service.StandardOutput.ReadLineAsync())!) };
            int[] diverse = (await Get<int[]>(client, "/passages/17/similar"))!, nearest = (await Get<int[]>(client, "/passages/17/similar?diverse=false"))!;

            Assert.Equal(10, diverse.Distinct().Count());
            Assert.Equal(10, nearest.Distinct().Count());
            Assert.Equal(nearest[0], diverse[0]); // the first is the nearest, the others differ from it
            Assert.NotEqual(nearest, diverse);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/passages/5000/similar", UriKind.Relative))).StatusCode);
            Assert.True((await Get<JsonElement>(client, "/memory")).GetProperty("allocated").GetInt64() > 0);
        }
        finally
        {
            service.Kill();
        }
    }

    private static async Task<T?> Get<T>(HttpClient client, string path) => JsonSerializer.Deserialize<T>(await client.GetStringAsync(new Uri(path, UriKind.Relative)));

    private static async Task<string[]> Run(string sample, params string[] arguments)
    {
        using Process process = Start(sample, arguments);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>From where the build has put it, beside these tests.</summary>
    private static Process Start(string sample, params string[] arguments)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Repository.PathOf($"artifacts/bin/{sample}/{configuration}/{sample}.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. arguments]) { RedirectStandardOutput = true })!;
    }
}
