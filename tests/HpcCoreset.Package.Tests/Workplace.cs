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
    /// <summary>The name of the tests that share one.</summary>
    public const string Shared = "Packages";

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
        Pack("HpcCoreset.sln", Feed);
    }

    /// <summary>A version that is in no cache.</summary>
    public static string Version { get; } = $"0.0.1-test.{Environment.ProcessId}.{DateTime.UtcNow.Ticks}";

    /// <summary>The folder from which packages are restored.</summary>
    public string Feed { get; }

    /// <summary>Packs a project of the repository, or the solution, as it is built.</summary>
    public void Pack(string project, string folder) => Run(
        "pack", Path.Combine(Setting("Repository"), project), "--no-build", "--configuration", Setting("Configuration"), "--output", folder,
        $"-p:PackageVersion={Version}");

    /// <summary>A new folder.</summary>
    public string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    /// <summary>Copies one of the projects here, under a name of its own, and returns its folder.</summary>
    public string Copy(string project, string name)
    {
        string target = Folder(name);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Projects", project)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    /// <summary>Runs <c>dotnet</c> to its end and returns what it printed; fails when it fails.</summary>
    public string Run(params string[] arguments) => RunProgram("dotnet", arguments);

    /// <summary>Runs a program to its end and returns what it printed; fails when it fails.</summary>
    public string RunProgram(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
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
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Setting(string key) =>
        typeof(Workplace).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(setting => setting.Key == key).Value!;
}

/// <summary>Tests that share what is packed.</summary>
[CollectionDefinition(Workplace.Shared)]
public class Packages : ICollectionFixture<Workplace>;
