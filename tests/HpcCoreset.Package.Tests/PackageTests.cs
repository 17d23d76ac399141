using System;
using System.Globalization;
using System.Linq;
using Xunit;

namespace HpcCoreset.Package.Tests;

/// <summary>The package as its users have it: restored from a feed, in projects whose settings are not ours.</summary>
public class PackageTests(Workplace workplace) : IClassFixture<Workplace>
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
