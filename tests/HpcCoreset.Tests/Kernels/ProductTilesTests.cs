using System;
using System.Linq;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Matrix products equal a plain loop of fused multiply-adds, bit for bit, and touch nothing else.</summary>
[Trait("Switches", "true")]
public sealed class ProductTilesTests
{
    public static TheoryData<int, bool> Counts()
    {
        var data = new TheoryData<int, bool>();
        foreach (int count in Enumerable.Range(0, 34).Concat([47, 48, 49, 64]))
        {
            data.Add(count, false);
            data.Add(count, true);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Rows_times_a_panel(int count, bool add) => ProductCases.Multiply(count, add, Fence.Canaries);

    [Theory]
    [MemberData(nameof(Counts))]
    public void Sums_of_outer_products(int height, bool add) => ProductCases.Outer(height, add, Fence.Canaries);
}
