using System;
using System.IO;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>A test that needs a program, and is skipped where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWhereInstalledAttribute : FactAttribute
{
    public FactWhereInstalledAttribute(string program)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program)))) Skip = $"{program} is not installed.";
    }
}
