using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Numerics;

/// <summary>
/// The team's threads sleep when there is nothing to do: the kernel's account of a thread, which names its processor time, stays as it is
/// over very many readings. In a process of its own, where nobody else calls the team; on Linux, which has the account.
/// </summary>
public class IdleTeamTests
{
    /// <summary>Readings without a change: a tenth of a second and more, and the kernel brings the account of a running thread up to date every few milliseconds.</summary>
    private const int Still = 40_000;
    private const int Patience = 25 * Still;

    [Theory]
    [InlineData(nameof(Park), true)]
    [InlineData(nameof(Spin), false)] // the control: the measure sees a thread that is busy
    public void A_parked_thread_uses_no_processor_time(string method, bool still)
    {
        if (!OperatingSystem.IsLinux()) return;
        (int exitCode, string output, string error) = Child.Run(typeof(IdleTeamTests), method, []);
        Assert.True(exitCode == 0, error);
        Assert.Equal(still.ToString(CultureInfo.InvariantCulture), output);
    }

    /// <summary>In the child: the team's thread after a run that it had a part in.</summary>
    internal static void Park()
    {
        using var meeting = new Barrier(2);
        WorkerTeam.Run(new Meeting(meeting), 2, 2);
        Console.Write(ComesToRest("HpcCoreset", Patience));
    }

    /// <summary>In the child: a thread that never stops.</summary>
    internal static void Spin()
    {
        new Thread(() => { while (true) Thread.SpinWait(100); }) { IsBackground = true, Name = "Busy" }.Start();
        Console.Write(ComesToRest("Busy", 2 * Still));
    }

    private static bool ComesToRest(string name, int patience)
    {
        string? account = null;
        while (account == null)
            account = Directory.GetDirectories("/proc/self/task").FirstOrDefault(task => NameOf(task).StartsWith(name, StringComparison.Ordinal));
        string last = "";
        for (int reading = 0, still = 0; reading < patience; reading++)
        {
            string now = File.ReadAllText($"{account}/schedstat");
            still = now == last ? still + 1 : 0;
            if (still == Still) return true;
            last = now;
        }
        return false;
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm");
        }
        catch (IOException)
        {
            return ""; // a thread of the runtime's that has just ended
        }
    }

    /// <summary>Two chunks that wait for each other, so that each has a thread.</summary>
    private sealed class Meeting(Barrier barrier) : IChunkedWork
    {
        public void Execute(int chunk) => barrier.SignalAndWait();
    }
}
