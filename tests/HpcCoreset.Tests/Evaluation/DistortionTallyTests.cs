using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Evaluation;
using Xunit;

namespace HpcCoreset.Tests.Evaluation;

public class DistortionTallyTests
{
    [Fact]
    public void Figures_are_those_of_the_textbook() =>
        Prop.ForAll(Gen.Choose(0, 1000).Select(thousandths => 1 + thousandths / 1000.0).ArrayOf().ToArbitrary(), distortions =>
        {
            DistortionFigures found = Of(distortions);
            Assert.Equal(distortions.Length, found.Candidates);
            double mean = distortions.Length == 0 ? double.NaN : distortions.Average();
            double error = distortions.Length < 2
                ? double.NaN
                : Math.Sqrt(distortions.Sum(value => (value - mean) * (value - mean)) / (distortions.Length - 1) / distortions.Length);
            Assert.Equal(distortions.Length == 0 ? double.NaN : distortions.Max(), found.Max);
            Assert.Equal(mean, found.Mean, 1e-12);
            Assert.Equal(error, found.StandardError, 1e-12);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_coreset_that_costs_nothing_has_no_standard_error()
    {
        DistortionFigures found = Of(1, double.PositiveInfinity, 2);
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity, double.NaN), (found.Max, found.Mean, found.StandardError));
    }

    private static DistortionFigures Of(params double[] distortions)
    {
        DistortionTally tally = default;
        foreach (double distortion in distortions) tally.Add(distortion);
        return tally.Figures;
    }
}
