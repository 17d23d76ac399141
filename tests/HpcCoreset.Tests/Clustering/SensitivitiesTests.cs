using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public class SensitivitiesTests
{
    [Fact]
    public void They_add_up_to_one_and_far_rows_have_the_highest()
    {
        float[] rows = Rows.Outliers(3000, 4, far: 3);
        double[] weights = [.. Enumerable.Range(0, 3000).Select(i => i % 5 == 4 ? 0 : 1.0 + i % 2)];
        using var selector = new ClusteringCoresetSelector(new() { Size = 50, Clusters = 1, Seed = 1 });
        selector.Select(new Points(rows, 4), weights);
        double[] found = selector.Sensitivities.ToArray();
        Assert.Equal(3000, found.Length);
        Assert.Equal(1, found.Sum(), 1e-9);
        Assert.Equal([0, 1, 2], found.Select((value, row) => (value, row)).OrderByDescending(pair => pair.value).Take(3).Select(pair => pair.row).Order());
        Assert.All(found.Where((_, row) => weights[row] == 0), value => Assert.Equal(0, value));
    }

    [Fact]
    public void They_are_what_rows_are_drawn_by()
    {
        float[] rows = Rows.Blobs(2000, 4, 5, noise: 2);
        foreach (ClusteringCoresetMethod method in (ClusteringCoresetMethod[])[ClusteringCoresetMethod.Sensitivity, ClusteringCoresetMethod.Lightweight, ClusteringCoresetMethod.Uniform])
        {
            using var selector = new ClusteringCoresetSelector(new() { Size = 40, Clusters = 5, Method = method });
            Coreset coreset = selector.Select(new Points(rows, 4));
            double perSensitivity = coreset.Gains[0] / selector.Sensitivities[coreset.Indices[0]];
            foreach (Pick pick in coreset) Assert.Equal(selector.Sensitivities[pick.Index] * perSensitivity, pick.Gain, 1e-9);
        }
    }

    [Fact]
    public void There_are_none_where_nothing_was_sampled()
    {
        float[] rows = Rows.Blobs(300, 4, 5);
        using var all = new ClusteringCoresetSelector(new() { Size = 300 });
        Assert.True(all.Sensitivities.IsEmpty);
        all.Select(new Points(rows, 4));
        Assert.True(all.Sensitivities.IsEmpty);
        using var cells = new ClusteringCoresetSelector(new() { Size = 30, Method = ClusteringCoresetMethod.Bico });
        cells.Select(new Points(rows, 4));
        Assert.True(cells.Sensitivities.IsEmpty);
        using var classes = new ClusteringCoresetSelector(new() { Size = 30, Balance = ClassBalance.Equal });
        classes.Select(new Points(rows, 4), [], [.. Enumerable.Range(0, 300).Select(i => i % 2)]);
        Assert.True(classes.Sensitivities.IsEmpty);
        var disposed = new ClusteringCoresetSelector(new() { Size = 30 });
        disposed.Select(new Points(rows, 4));
        Assert.False(disposed.Sensitivities.IsEmpty);
        disposed.Dispose();
        Assert.True(disposed.Sensitivities.IsEmpty);
    }
}
