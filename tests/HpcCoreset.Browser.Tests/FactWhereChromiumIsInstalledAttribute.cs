using System;
using Xunit;

namespace HpcCoreset.Browser.Tests;

/// <summary>A test that needs Chromium: skipped where a developer has none, never where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWhereChromiumIsInstalledAttribute : FactAttribute
{
    public FactWhereChromiumIsInstalledAttribute()
    {
        if (Chromium.MaySkip) Skip = Chromium.Missing;
    }
}
