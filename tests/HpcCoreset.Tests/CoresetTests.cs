using System;
using Xunit;

namespace HpcCoreset.Tests;

public class CoresetTests
{
    [Fact]
    public void A_view_is_refused_after_the_selectors_next_call()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 2 });
        float[] rows = [0, 0, 1, 1, 5, 5, 6, 6];
        Coreset first = selector.Select(new Points(rows, 2));
        CoresetSnapshot kept = first.ToOwned();
        selector.Select(new Points(rows, 2));

        bool refused = false;
        try { _ = first.Count; }
        catch (InvalidOperationException) { refused = true; }
        Assert.True(refused);
        Assert.Equal(2, kept.Count);
    }

    [Theory]
    [InlineData(7, 2)]
    [InlineData(3, 64)]
    public void Values_that_are_no_whole_number_of_rows_are_refused(int values, int dimension) =>
        Assert.Throws<ArgumentException>(() => new Points(new float[values], dimension).Count);
}
