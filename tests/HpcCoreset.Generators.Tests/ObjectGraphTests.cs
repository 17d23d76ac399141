using System;
using Microsoft.CodeAnalysis;
using Xunit;
using Xunit.Sdk;

namespace HpcCoreset.Generators.Tests;

public class ObjectGraphTests
{
    [Fact]
    public void A_location_deep_inside_is_found() =>
        Assert.Throws<FailException>(() => ObjectGraph.AssertHoldsNoCompilation(new Tuple<string, object[]>("", [1, Location.None])));

    [Fact]
    public void Text_and_numbers_pass() => ObjectGraph.AssertHoldsNoCompilation(new Tuple<string, object[]>("", [1, DayOfWeek.Friday]));
}
