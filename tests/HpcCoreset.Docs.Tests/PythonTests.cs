using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace HpcCoreset.Docs.Tests;

/// <summary>The blocks of Python, run as they stand with the command on the path; each asserts what it shows.</summary>
public class PythonTests
{
    private const string Page = "docs/python.md";

    public static TheoryData<string> Blocks => [.. Block.Of(Repository.Read(Repository.PathOf(Page))).Where(block => block.Language == "python").Select(block => block.Name)];

    [PythonTheory]
    [MemberData(nameof(Blocks))]
    public void A_block_runs_where_there_is_Python_with_NumPy(string name)
    {
        string folder = Directory.CreateTempSubdirectory("hpc-coreset-docs-").FullName;
        try
        {
            string script = Block.Of(Repository.Read(Repository.PathOf(Page))).Single(block => block.Name == name).Text;
            (int exitCode, string error) = Python.Run(PythonTheoryAttribute.Found!, script, folder);
            Assert.True(exitCode == 0, error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Skipped where no Python has NumPy.</summary>
    private sealed class PythonTheoryAttribute : TheoryAttribute
    {
        public PythonTheoryAttribute()
        {
            if (Found is null) Skip = "No python3 here has NumPy.";
        }

        public static string? Found { get; } = ((string[])["python3", "/usr/bin/python3"]).FirstOrDefault(Python.HasNumPy);
    }

    private static class Python
    {
        public static bool HasNumPy(string python)
        {
            try
            {
                return Run(python, "import numpy", Path.GetTempPath()).ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false; // there is none of that name
            }
        }

        public static (int ExitCode, string Error) Run(string python, string script, string folder)
        {
            var start = new ProcessStartInfo(python, (IEnumerable<string>)["-c", script])
            {
                WorkingDirectory = folder,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            start.Environment["PATH"] = $"{AppContext.BaseDirectory}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, error);
        }
    }
}
