using System.Diagnostics;

namespace HpcCoreset.Tool.Tests;

/// <summary>Somebody else's program.</summary>
internal static class Shell
{
    /// <summary>Runs a script.</summary>
    /// <param name="script">What bash shall do.</param>
    /// <param name="path">Where it looks for programs.</param>
    public static (int ExitCode, string Output) Bash(string script, string path)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "-c", script]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = path;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
