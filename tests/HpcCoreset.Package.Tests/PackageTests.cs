using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace HpcCoreset.Package.Tests;

/// <summary>The package as its users have it: restored from a feed, in projects whose settings are not ours.</summary>
[Collection(Workplace.Shared)]
public class PackageTests(Workplace workplace)
{
    [Fact]
    public void A_project_declares_kernels_and_runs_them_by_themselves_and_in_selectors() => AssertRuns("direct", "HpcCoreset");

    [Fact]
    public void So_does_one_with_the_oldest_language_checked_arithmetic_and_no_nullable_annotations() =>
        AssertRuns("old", "HpcCoreset", "-p:LangVersion=11", "-p:CheckForOverflowUnderflow=true", "-p:Nullable=disable");

    [Fact]
    public void So_does_one_that_has_the_package_only_by_way_of_another()
    {
        workplace.Run("pack", workplace.Copy("Library", "library"), "--output", workplace.Feed, $"-p:PackageVersion={Workplace.Version}");
        AssertRuns("transitive", "Library");
        AssertRuns("transitive-private", "Library", "-p:AnalyzersArePrivate=true");
    }

    /// <summary>With the oldest language, checked arithmetic, no nullable annotations, and a kernel of its own.</summary>
    [Fact]
    public void A_project_trains_and_selects_embeddings_with_all_packages() => Assert.Equal(
        ["picked c, a", "picked c, a", "learnt", "done"],
        workplace.Run("run", "--project", workplace.Copy("Adopter", "adopter"), $"-p:PackageVersion={Workplace.Version}")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [Fact]
    public void The_command_is_installed_and_runs()
    {
        string folder = workplace.Folder("tools"), picks = Path.Combine(folder, "picks.csv");
        workplace.Run("tool", "install", "hpc-coreset", "--tool-path", folder, "--add-source", workplace.Feed, "--version", Workplace.Version);
        string command = Path.Combine(folder, OperatingSystem.IsWindows() ? "hpc-coreset.exe" : "hpc-coreset");
        workplace.RunProgram(command, "select", "digits", "--size", "20", "--method", "facility-location", "--output", picks);
        Assert.Equal(21, File.ReadLines(picks).Count());
    }

    private void AssertRuns(string name, string package, params string[] settings)
    {
        string output = workplace.Run(
            ["run", "--project", workplace.Copy("Consumer", name), $"-p:Package={package}", $"-p:PackageVersion={Workplace.Version}", .. settings]);
        float[] found = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];

        // Whole numbers, so exact in any arithmetic.
        double squares = 0, caps = 0;
        for (int t = 0; t < 96; t++)
        {
            double difference = t % 7 - t % 5;
            squares += difference * difference;
            caps += Math.Min(Math.Abs(difference), 3);
        }
        Assert.Equal([(float)squares, (float)caps], found);
    }
}
