using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace HpcCoreset.Mpi.Tests;

/// <summary>What tests start under <c>mpirun</c>: this assembly again, as one of the ranks.</summary>
internal static class RankProgram
{
    private static int Main(string[] arguments)
    {
        using MpiCommunicator communicator = MpiCommunicator.Start();
        if (communicator.Rank != MpiCommunicator.LaunchedRank) return 1;
        if (arguments is ["abort"])
        {
            if (communicator.Rank == 1) communicator.Abort(7);
            communicator.Barrier();
            return 0;
        }
        if (arguments is ["allocated"]) return Selection.RepeatedCalls.Allocate(communicator) == 0 ? 0 : 1;
        Communication.CommunicatorChecks.Run(communicator);
        return communicator.Size == 1 || Truncated(communicator) ? 0 : 1;
    }

    /// <summary>A message that is longer than the room for it is an exception with MPI's words.</summary>
    private static bool Truncated(MpiCommunicator communicator)
    {
        if (communicator.Rank == 0) communicator.Send(new byte[64], 1);
        if (communicator.Rank != 1) return true;
        try
        {
            communicator.Receive(new byte[8], 0);
            return false;
        }
        catch (MpiException refused)
        {
            return refused.Message.StartsWith("MPI_Recv: ", StringComparison.Ordinal) && refused.Message.Contains("truncate", StringComparison.OrdinalIgnoreCase);
        }
    }
}
