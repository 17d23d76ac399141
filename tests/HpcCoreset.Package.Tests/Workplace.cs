using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Xunit;

namespace HpcCoreset.Package.Tests;

/// <summary>A temporary folder with a package feed and a package cache of its own, outside the repository and its settings.</summary>
public sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hpc-coreset-");

    /// <summary>Packs what is built.</summary>
    public Workplace()
    {
        Feed = _folder.CreateSubdirectory("feed").FullName;

        // The machine's own cache serves as one more source for what the package depends on, so that no test needs a network.
        File.WriteAllText(Path.Combine(_folder.FullName, "NuGet.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="cache" />
              </config>
              <packageSources>
                <add key="feed" value="feed" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{Setting("NuGetPackageRoot")}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        Run("pack", Setting("LibraryProject"), "--no-build", "--configuration", Setting("Configuration"), "--output", Feed, $"-p:PackageVersion={Version}");
    }

    /// <summary>A version that is in no cache.</summary>
    public static string Version { get; } = $"0.0.1-test.{Environment.ProcessId}.{DateTime.UtcNow.Ticks}";

    /// <summary>The folder from which packages are restored.</summary>
    public string Feed { get; }

    /// <summary>Copies one of the projects here, under a name of its own, and returns its folder.</summary>
    public string Copy(string project, string name)
    {
        string target = _folder.CreateSubdirectory(name).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Projects", project)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    /// <summary>Runs <c>dotnet</c> to its end and returns what it printed; fails when it fails.</summary>
    public string Run(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Settings of the test run are not those of the user's build; and nothing may outlive the test and hold its folder.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Setting(string key) =>
        typeof(Workplace).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(setting => setting.Key == key).Value!;
}
