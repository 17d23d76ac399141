using System;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Mpi;

namespace HpcCoreset.Tool;

/// <summary>The process: its streams, its signals.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        using var interrupted = new CancellationTokenSource();
        // The first signal asks the work to stop and clean up; a second one finds the handler used up and ends the process.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !interrupted.IsCancellationRequested;
            interrupted.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        // A launcher's pipe may look like a terminal, and the console would begin with the code that switches its keypad.
        bool launched = MpiCommunicator.LaunchedRank is not null;
        if (launched) Environment.SetEnvironmentVariable("TERM", "dumb");
        return CommandLine.Run(args, Console.Out, Console.Error, interactive: !launched && !Console.IsErrorRedirected, interrupted.Token);
    }
}
