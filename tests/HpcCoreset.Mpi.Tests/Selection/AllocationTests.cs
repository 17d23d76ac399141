using Xunit;

namespace HpcCoreset.Mpi.Tests.Selection;

/// <summary>Calls after the first allocate nothing.</summary>
public sealed class AllocationTests
{
    /// <summary>Of several threads each other's bytes are copied, which allocates: that of processes is below.</summary>
    [Fact]
    public void Of_one_rank() => InProcessCommunicator.Run(1, communicator => Assert.Equal(0, RepeatedCalls.Allocate(communicator)));

    [FactUnder("Open MPI")]
    public void Of_three_of_Open_MPI() => Check("Open MPI");

    [FactUnder("MPICH")]
    public void Of_three_of_MPICH() => Check("MPICH");

    private static void Check(string launcher)
    {
        (int exitCode, string output, string error) = Launcher.All[launcher].Run(3, "dotnet", "exec", typeof(RankProgram).Assembly.Location, "allocated");
        Assert.True(exitCode == 0, output + error);
    }
}
