using System;
using System.IO;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>A test that mounts a file system, in a namespace that ends with the command, and is skipped where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWhereFileSystemsCanBeMountedAttribute : FactAttribute
{
    public FactWhereFileSystemsCanBeMountedAttribute()
    {
        if (!OperatingSystem.IsLinux() || Shell.Bash($"{Mount(Path.GetTempPath())}' 2>/dev/null", Environment.GetEnvironmentVariable("PATH") ?? "").ExitCode != 0)
            Skip = "No file system can be mounted here.";
    }

    /// <summary>The beginning of a script, up to its last quote, that goes on with an empty read-only file system in the place of a folder.</summary>
    /// <param name="folder">The folder.</param>
    public static string Mount(string folder) => $"unshare --map-root-user --mount bash -c 'mount -t tmpfs -o ro tmpfs {folder}";
}
