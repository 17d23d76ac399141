using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>
/// Picks, gains and weights are those of a plain greedy in double to the last bit, where float32 alone could not tell: ties, gains that
/// differ in their last digits, scales over many magnitudes, rows and weights that vanish beside others.
/// </summary>
[Trait("Switches", "true")]
public class NearTieTests
{
    public static TheoryData<Similarity, string> Everything()
    {
        var data = new TheoryData<Similarity, string>();
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
            foreach (Instance instance in Instances.All)
                if (similarity != Similarity.CorrelationSquared || instance.Dimension > 1) data.Add(similarity, instance.Name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Decided_as_by_a_plain_greedy_in_double(Similarity similarity, string name)
    {
        Instance instance = Instances.All.Single(candidate => candidate.Name == name).For(similarity);
        RankingLaws.Check(instance, similarity, Math.Min(instance.Count, 20));
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("lattice")]
    [InlineData("every row thrice")]
    [InlineData("all rows alike")]
    [InlineData("one-hot rows, twice")]
    public void All_rows_can_be_ranked(string name)
    {
        foreach (Similarity similarity in Enum.GetValues<Similarity>())
        {
            Instance instance = Instances.All.Single(candidate => candidate.Name == name).For(similarity);
            RankingLaws.Check(instance, similarity, instance.Count);
        }
    }
}
