using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>Parameters, rows and weights that an objective has no meaning for are told before anything is done.</summary>
public class SubmodularRefusalTests
{
    private static readonly float[] s_rows = [0, 1, 2, 5, 4, 6, 1, 9, 3, 0, 7, 8];

    private static readonly Dictionary<string, (Objective Objective, string Parameter)> s_bad = new()
    {
        ["no concave function"] = (new FeatureBasedObjective { Concave = (Concave)9 }, "options.Objective.Concave"),
        ["a threshold of 0"] = (new MaxCoverageObjective { Threshold = 0 }, "options.Objective.Threshold"),
        ["a threshold of NaN"] = (new MaxCoverageObjective { Threshold = double.NaN }, "options.Objective.Threshold"),
        ["a feature weight below 0"] = (new SetCoverObjective { FeatureWeights = new double[] { 1, -2 } }, "options.Objective.FeatureWeights"),
        ["a gamma below 0"] = (new FacilityLocationObjective { Gamma = -1 }, "options.Objective.Gamma"),
        ["no similarity"] = (new FacilityLocationObjective { Similarity = (Similarity)99 }, "options.Objective.Similarity"),
        ["an alpha below 0"] = (new GraphCutObjective { Alpha = -1 }, "options.Objective.Alpha"),
        ["no similarity of a redundancy"] = (new SumRedundancyObjective { Similarity = (Similarity)99 }, "options.Objective.Similarity"),
        ["a saturation of 0"] = (new SaturatedCoverageObjective { Saturation = 0 }, "options.Objective.Saturation"),
        ["a saturation above 1"] = (new SaturatedCoverageObjective { Saturation = 1.1 }, "options.Objective.Saturation"),
        ["a ridge below 0"] = (new LogDeterminantObjective { Ridge = -1 }, "options.Objective.Ridge"),
        ["a similarity that is not positive definite"] = (new LogDeterminantObjective { Similarity = Similarity.MaxEuclidean }, "options.Objective.Similarity"),
        ["an inner product for a distance"] = (new DisparityMinObjective { Metric = Metric.Dot }, "options.Objective.Metric"),
        ["no metric"] = (new DisparitySumObjective { Metric = (Metric)99 }, "options.Objective.Metric"),
        ["no parts"] = (new MixtureObjective { Parts = [] }, "options.Objective.Parts"),
        ["a part that weighs less than 0"] = (new MixtureObjective { Parts = [new(-1, new SetCoverObjective())] }, "options.Objective.Parts[0].Weight"),
        ["a part that is none"] = (new MixtureObjective { Parts = [new(1, null!)] }, "options.Objective.Parts[0].Objective"),
        ["a bad part"] = (new MixtureObjective { Parts = [new(1, new MaxCoverageObjective { Threshold = -1 })] }, "options.Objective.Parts[0].Objective.Threshold"),
    };

    public static TheoryData<string> Bad() => [.. s_bad.Keys];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_parameters(string what)
    {
        (Objective objective, string parameter) = s_bad[what];
        var refused = Assert.ThrowsAny<ArgumentException>(() => new SubmodularSelector(new() { Size = 1, Objective = objective }));
        Assert.Equal(parameter, refused.ParamName);
    }

    [Fact]
    public void No_objective() =>
        Assert.Throws<ArgumentNullException>("options.Objective", () => new SubmodularSelector(new() { Size = 1, Objective = null! }));

    public static TheoryData<string> Names() => PlainObjectives.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_rows_weights_and_terms(string name)
    {
        PlainObjective plain = PlainObjectives.Get(name);
        using var selector = new SubmodularSelector(new() { Size = 2, Objective = plain.Objective });
        CoresetSnapshot kept = selector.Select(new Points(s_rows, 2)).ToOwned();
        Refused("points: found no rows", () => selector.Select(new Points([], 2)));
        Refused("points: found NaN in row 1, column 1", () => selector.Select(new Points([1, 2, 3, float.NaN, 5, 6], 2)));
        Refused("points: found 1 rows; options.Size asks for 2", () => selector.Select(new Points([1, 2], 2)));
        Refused(plain.TakesWeights ? "weights: found -1 for row 2" : "weights: found 6 weights;", () => selector.Select(new Points(s_rows, 2), [1, 1, plain.TakesWeights ? -1 : 1, 1, 1, 1]));
        Refused("terms.Initial: found 6 at position 1", () => selector.Select(new Points(s_rows, 2), terms: new() { Initial = [0, 6] }));
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(s_rows, 2), cancellation: new CancellationToken(true)).Count);
        CoresetSnapshot again = selector.Select(new Points(s_rows, 2)).ToOwned();
        Assert.Equal(kept.Indices, again.Indices);
        Assert.Equal(kept.Gains, again.Gains);
    }

    [Fact]
    public void Values_below_0()
    {
        foreach (Objective objective in (Objective[])[new FeatureBasedObjective(), new MaxCoverageObjective()])
        {
            using var selector = new SubmodularSelector(new() { Size = 1, Objective = objective });
            Refused($"points: found -3 in row 1, column 0; {objective.GetType().Name} needs values of at least 0.", () => selector.Select(new Points([1, 2, -3, 4], 2)));
        }
    }

    [Fact]
    public void Rows_that_have_no_distance()
    {
        using var bits = new SubmodularSelector(new() { Size = 1, Objective = new DisparityMinObjective { Metric = Metric.Hamming } });
        Refused("points: found rows of numbers; Hamming counts bits", () => bits.Select(new Points(s_rows, 2)));
        using var angles = new SubmodularSelector(new() { Size = 1, Objective = new DisparitySumObjective { Metric = Metric.Cosine } });
        Refused("points: found only zeros in row 1", () => angles.Select(new Points([1, 2, 0, 0], 2)));
    }

    [Fact]
    public void Feature_weights_for_other_rows()
    {
        using var selector = new SubmodularSelector(new() { Size = 1, Objective = new SetCoverObjective { FeatureWeights = new double[3] } });
        Refused("points: found rows of dimension 2; options.Objective.FeatureWeights has 3 numbers", () => selector.Select(new Points(s_rows, 2)));
    }

    private delegate Coreset Selection();

    private static void Refused(string message, Selection select)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => select().Count);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }
}
