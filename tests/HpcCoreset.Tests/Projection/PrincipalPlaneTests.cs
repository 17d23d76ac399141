using System;
using System.Linq;
using HpcCoreset.Projection;
using Xunit;

namespace HpcCoreset.Tests.Projection;

[Trait("Switches", "true")]
public class PrincipalPlaneTests
{
    [Fact]
    public void Rows_along_axes_are_placed_by_the_two_of_the_largest_variance()
    {
        // Deviations of 1, 9, 3 and 2 around (5, -7, 1000, 0), in every combination of signs.
        float[] values = [.. Enumerable.Range(0, 16).SelectMany(row => (float[])
            [5 + Sign(row, 0), -7 + 9 * Sign(row, 1), 1000 + 3 * Sign(row, 2), 2 * Sign(row, 3)])];
        var plane = new PrincipalPlane(new Points(values, 4));
        Assert.Equal(81.0 / 95, plane.Shares.First, 12);
        Assert.Equal(9.0 / 95, plane.Shares.Second, 12);
        for (int row = 0; row < 16; row++)
        {
            (double x, double y) = plane.Place(new Points(values, 4), row);
            Assert.Equal(9 * Sign(row, 1), x, 9);
            Assert.Equal(3 * Sign(row, 2), y, 9);
        }

        static int Sign(int row, int axis) => (row >> axis & 1) == 0 ? 1 : -1;
    }

    [Theory]
    [InlineData(300, 12)]
    [InlineData(20, 50)]
    [InlineData(7, 3)]
    public void The_plane_explains_what_no_other_explains_better(int count, int dimension)
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, count * dimension).Select(i => 100 + random.NextSingle() * (1 + i % dimension) * (1 + i % dimension))];
        var points = new Points(values, dimension);
        var plane = new PrincipalPlane(points);
        (double X, double Y)[] places = new (double, double)[count];
        for (int row = 0; row < count; row++) places[row] = plane.Place(points, row);

        double[] mean = [.. Enumerable.Range(0, dimension).Select(t => Enumerable.Range(0, count).Average(row => (double)values[row * dimension + t]))];
        double total = Enumerable.Range(0, values.Length).Sum(i => Math.Pow(values[i] - mean[i % dimension], 2));
        double first = places.Sum(place => place.X * place.X), second = places.Sum(place => place.Y * place.Y);
        Assert.Equal(plane.Shares.First, first / total, 9);
        Assert.Equal(plane.Shares.Second, second / total, 9);
        Assert.True(first >= second);
        Assert.InRange(Math.Abs(places.Sum(place => place.X * place.Y)), 0, 1e-2 * Math.Sqrt(first * second));
        for (int trial = 0; trial < 200; trial++)
        {
            double[] direction = [.. Enumerable.Range(0, dimension).Select(_ => random.NextDouble() - 0.5)];
            double length = Math.Sqrt(direction.Sum(component => component * component));
            double variance = Enumerable.Range(0, count).Sum(row => Math.Pow(
                Enumerable.Range(0, dimension).Sum(t => direction[t] / length * (values[row * dimension + t] - mean[t])), 2));
            Assert.True(variance <= first * (1 + 1e-9));
        }
    }

    [Fact]
    public void Rows_on_a_line_have_no_second_component_and_equal_rows_none()
    {
        float[] line = [.. Enumerable.Range(0, 40).SelectMany(row => (float[])[row, 2 * row, -row])];
        var plane = new PrincipalPlane(new Points(line, 3));
        Assert.Equal(1, plane.Shares.First, 12);
        (double x, double y) = plane.Place(new Points(line, 3), 39);
        Assert.Equal(Math.Sqrt(6) * 19.5, x, 9);
        Assert.Equal(0, y);

        float[] equal = [.. Enumerable.Repeat(3.5f, 30)];
        var none = new PrincipalPlane(new Points(equal, 3));
        Assert.Equal((0, 0), none.Shares);
        Assert.Equal((0, 0), none.Place(new Points(equal, 3), 4));
        Assert.Equal((0, 0), new PrincipalPlane(new Points([7f], 1)).Place(new Points([7f], 1), 0));
    }
}
