using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace HpcCoreset.Mpi.Tests;

/// <summary>The <c>mpirun</c> of an implementation, where it is installed.</summary>
/// <param name="Name">What people call the implementation.</param>
/// <param name="Commands">Names of its launcher; Debian has one for each implementation beside that of the usual one.</param>
/// <param name="Library">Its library.</param>
/// <param name="Arguments">What it is told beside the number of ranks: more of them than cores, and anywhere.</param>
internal sealed record Launcher(string Name, string[] Commands, string Library, string[] Arguments)
{
    /// <summary>All that the library knows.</summary>
    public static IReadOnlyDictionary<string, Launcher> All { get; } = new Launcher[]
    {
        new("Open MPI", ["mpirun.openmpi", "mpirun"], "libmpi.so.40", ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-q"]),
        new("MPICH", ["mpirun.mpich", "mpiexec.hydra"], "libmpich.so.12", []),
    }.ToDictionary(launcher => launcher.Name);

    /// <summary>Why tests with it cannot run; nothing if they can.</summary>
    public string? Missing => Command is null || !System.Runtime.InteropServices.NativeLibrary.TryLoad(Library, out _)
        ? $"{Name} is not installed here (no {Commands[0]}, or no {Library})."
        : null;

    private string? Command => Commands.SelectMany(command => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, command))).FirstOrDefault(File.Exists);

    /// <summary>Starts ranks.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="program">What each is.</param>
    public Process Start(int ranks, params string[] program)
    {
        var start = new ProcessStartInfo(Command!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[.. Arguments, "-n", $"{ranks}", .. program]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Runs ranks to their end.</summary>
    /// <returns>The launcher's exit code, and what all ranks and itself have said.</returns>
    public (int ExitCode, string Output, string Error) Run(int ranks, params string[] program)
    {
        using Process process = Start(ranks, program);
        System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}

/// <summary>A test under one launcher: skipped, and says why, where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactUnderAttribute : FactAttribute
{
    public FactUnderAttribute(string launcher) => Skip = Launcher.All[launcher].Missing;
}
