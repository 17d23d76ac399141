using System;
using Xunit;

namespace HpcCoreset.Tests.Storage;

/// <summary>The first values of every row, without a copy.</summary>
public class PrefixTests
{
    [Fact]
    public void A_prefix_is_the_first_columns_at_the_same_stride()
    {
        float[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        Points prefix = new Points(values, 4).Prefix(3);
        Assert.Equal((2, 3, 4), (prefix.Count, prefix.Dimension, (int)prefix.Stride));
        Assert.Equal([5, 6, 7], prefix[1].ToArray());
        Assert.Equal([5], prefix.Prefix(1)[1].ToArray());
        values[4] = 9;
        Assert.Equal(9, prefix[1][0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_prefix_has_at_least_one_column_and_no_more_than_there_are(int dimension) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(dimension), () => new Points(new float[8], 4).Prefix(dimension).Count);

    [Fact]
    public void A_selection_on_a_prefix_is_that_on_a_copy_of_its_columns()
    {
        float[] values = Clustering.Rows.Blobs(300, 20, 5);
        var copy = new float[300 * 7];
        for (int i = 0; i < copy.Length; i++) copy[i] = values[i / 7 * 20 + i % 7];
        using var selector = new FacilityLocationSelector(new() { Size = 15, Similarity = Similarity.Cosine });
        int[] expected = selector.Select(new Points(copy, 7)).Indices.ToArray();
        Assert.Equal(expected, selector.Select(new Points(values, 20).Prefix(7)).Indices.ToArray());
    }

    [Fact]
    public void A_prefix_keeps_its_store_alive()
    {
        using var store = new PointStore(2, 3);
        Assert.Same(store, store.AsPoints().Prefix(2).Owner);
    }
}
