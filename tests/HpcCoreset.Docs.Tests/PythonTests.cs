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

    /// <summary>Spark's block on the page of merging, with a stand-in for Spark; a shard that is missing fails it.</summary>
    [PythonTheory]
    [InlineData(16, true)]
    [InlineData(15, false)]
    public void The_block_of_Spark_runs_where_pipe_does_what_it_promises(int parts, bool succeeds)
    {
        string folder = Directory.CreateTempSubdirectory("hpc-coreset-docs-").FullName;
        try
        {
            string block = Block.Of(Repository.Read(Repository.PathOf("docs/merging.md"))).Single(block => block.Name == "spark").Text;
            string script = $"import numpy\n"
                + $"for n in range({parts}): numpy.save(f'part-{{n}}.npy', numpy.random.default_rng(n).normal(size=(300, 3)).astype(numpy.float32))\n"
                + File.ReadAllText(Repository.PathOf("tests/HpcCoreset.Docs.Tests/spark.py"))
                + block.Replace("/data/", $"{folder}/", StringComparison.Ordinal)
                + $"\nimport subprocess; subprocess.run('hpc-coreset merge {folder}/*.hpcs --shards 0-15 --output {folder}/all.hpcs', shell=True, check=True)\n";
            (int exitCode, string error) = Python.Run(PythonTheoryAttribute.Found!, script, folder);
            Assert.True(exitCode == 0 == succeeds, error);
            Assert.Equal(succeeds, File.Exists(Path.Combine(folder, "all.hpcs")));
            if (!succeeds) Assert.Contains("exited with error code 1", error, StringComparison.Ordinal);
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
