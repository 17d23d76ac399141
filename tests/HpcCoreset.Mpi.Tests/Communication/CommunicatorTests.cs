using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace HpcCoreset.Mpi.Tests.Communication;

/// <summary>Threads and processes tell each other the same things.</summary>
public sealed class CommunicatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Threads_are_ranks(int size) => InProcessCommunicator.Run(size, CommunicatorChecks.Run);

    [FactUnder("Open MPI")]
    public void Processes_of_Open_MPI_are_ranks() => Check("Open MPI");

    [FactUnder("MPICH")]
    public void Processes_of_MPICH_are_ranks() => Check("MPICH");

    [FactUnder("Open MPI")]
    public void One_rank_of_Open_MPI_ends_all() => CheckAbort("Open MPI");

    [FactUnder("MPICH")]
    public void One_rank_of_MPICH_ends_all() => CheckAbort("MPICH");

    [Fact]
    public void A_rank_that_throws_ends_the_others()
    {
        var waiting = new bool[3];
        FormatException thrown = Assert.Throws<FormatException>(() => InProcessCommunicator.Run(3, communicator =>
        {
            if (communicator.Rank == 1) throw new FormatException("no");
            waiting[communicator.Rank] = true;
            communicator.Barrier();
            waiting[communicator.Rank] = false;
        }));
        Assert.Equal("no", thrown.Message);
        Assert.False(waiting[1]);
    }

    [Fact]
    public void Faults_are_agreed_on()
    {
        InProcessCommunicator.Run(4, communicator => Agreement.Reach(communicator, null));
        InProcessCommunicator.Run(4, communicator =>
        {
            Exception? fault = communicator.Rank >= 2 ? new FormatException($"of {communicator.Rank}") : null;
            Assert.Equal("rank 2: of 2", Assert.Throws<ArgumentException>(() => Agreement.Reach(communicator, fault)).Message);
        });
    }

    [Fact]
    public void Arguments_are_checked() => InProcessCommunicator.Run(1, communicator =>
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => communicator.Broadcast(default, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => communicator.Send(default, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => communicator.Receive(default, -1));
        Assert.Contains("counts: found 1 counts of 2 bytes", Assert.Throws<ArgumentException>(() => communicator.AllGather([1], new byte[1], [2])).Message, StringComparison.Ordinal);
    });

    private static void Check(string launcher)
    {
        foreach (int size in (ReadOnlySpan<int>)[1, 3])
        {
            (int exitCode, string output, string error) = Launcher.All[launcher].Run(size, "dotnet", "exec", typeof(RankProgram).Assembly.Location);
            Assert.True(exitCode == 0, output + error);
        }
    }

    private static void CheckAbort(string launcher) => Assert.NotEqual(
        0, Launcher.All[launcher].Run(3, "dotnet", "exec", typeof(RankProgram).Assembly.Location, "abort").ExitCode);
}
