using System;
using System.Linq;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>After <c>Prepare</c> the first request has its workspace, under every objective.</summary>
[Collection(OneThreadTests.Alone)]
public class PreparedTests
{
    private const int Rows = 300;
    private const int Dimension = 24;
    private readonly float[] _values = [.. Enumerable.Range(0, Rows * Dimension).Select(i => MathF.Sin(i * 0.37f) + 2)];

    public static TheoryData<string> Names() => PlainObjectives.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_call_allocates_nothing(string name)
    {
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = PlainObjectives.Get(name).Objective });
        selector.Prepare(Rows, Dimension);
        GC.Collect();
        Assert.Equal(0, Allocated.In(() => selector.Select(new Points(_values, Dimension))));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => selector.Prepare(9, Dimension));
    }

    [Fact]
    public void Bits_are_prepared_for_as_bits()
    {
        var bytes = new byte[Rows * Dimension / 8];
        new Random(1).NextBytes(bytes);
        using var selector = new SubmodularSelector(new() { Size = 10, Objective = new DisparityMinObjective { Metric = Metric.Hamming } });
        selector.Prepare(Rows, Dimension);
        GC.Collect();
        Assert.Equal(0, Allocated.In(() => selector.Select(Points.FromBits(bytes, Dimension))));
    }
}
