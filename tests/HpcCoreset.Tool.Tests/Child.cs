using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>The command as a process of its own, with signals and streams that only processes have.</summary>
internal sealed partial class Child : IDisposable
{
    private const int Interrupt = 2;
    private const int KillAtOnce = 9;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public Child(params string[] args)
    {
        // What a script starts with & ignores Ctrl+C, and so does all that it starts: not this one.
        _process = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "hpc-coreset"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Ended = _process.WaitForExitAsync();
        (_output, _error) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>What the process reads; a write of more than a pipe holds returns when it does read.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Done when the process has ended.</summary>
    public Task Ended { get; }

    /// <summary>Presses Ctrl+C.</summary>
    public void Stop() => Assert.Equal(0, Kill(_process.Id, Interrupt));

    /// <summary>Ends it as a scheduler does whose patience is over: nothing of it runs any more. One that has ended is left alone.</summary>
    public void Kill() => _ = Kill(_process.Id, KillAtOnce);

    /// <summary>Waits for the end.</summary>
    public ToolRun End()
    {
        _process.WaitForExit();
        return new ToolRun(_process.ExitCode, _output.Result, _error.Result);
    }

    /// <summary>Leaves nothing that runs, also when a test has failed before the end.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
