using System;
using System.Threading;
using HpcCoreset.Numerics;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests.Numerics;

public class WorkerTeamTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    [InlineData(100, 8)]
    public void Every_chunk_is_done_once(int chunks, int threads)
    {
        var work = new Counting(chunks);
        for (int run = 1; run <= 500; run++)
        {
            WorkerTeam.Run(work, chunks, threads);
            Assert.All(work.Done, done => Assert.Equal(run, done));
        }
    }

    /// <summary>A chunk reads what the caller wrote just before, and the caller what the chunks wrote, without a lock.</summary>
    [Fact]
    public void No_thread_sees_another_runs_work()
    {
        var works = new Summing[] { new(3), new(17), new(64) };
        for (int run = 0; run < 20_000; run++)
        {
            Summing work = works[run % works.Length];
            work.Input = run;
            WorkerTeam.Run(work, work.Output.Length, 2 + run % 4);
            for (int chunk = 0; chunk < work.Output.Length; chunk++)
                if (work.Output[chunk] != run + chunk) Assert.Fail($"run {run}, chunk {chunk}: {work.Output[chunk]}");
        }
    }

    [Fact]
    public void Concurrent_and_nested_callers_all_finish()
    {
        var callers = new Thread[6];
        int finished = 0;
        for (int i = 0; i < callers.Length; i++)
        {
            callers[i] = new Thread(() =>
            {
                var work = new Nesting();
                for (int run = 1; run <= 300; run++)
                {
                    WorkerTeam.Run(work, 8, 3);
                    if (work.Total != run * 8 * 5) return;
                }
                Interlocked.Increment(ref finished);
            });
            callers[i].Start();
        }
        foreach (Thread caller in callers) caller.Join();
        Assert.Equal(callers.Length, finished);
    }

    [Fact]
    public void An_interrupted_caller_still_waits_for_the_helpers()
    {
        (bool interrupted, bool early) = (false, false);
        var caller = new Thread(() =>
        {
            var work = new Interrupting(Thread.CurrentThread);
            while (!work.HelperCame) // another test may have the team
                try
                {
                    WorkerTeam.Run(work, 2, 2);
                }
                catch (ThreadInterruptedException)
                {
                    (interrupted, early) = (true, work.IsRunning);
                }
        });
        caller.Start();
        caller.Join();
        Assert.True(interrupted);
        Assert.False(early, "A helper was still at work when Run returned.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_reaches_the_caller_and_the_team_lives_on(int threads)
    {
        for (int run = 0; run < 200; run++)
        {
            var work = new Failing(run % 40);
            var thrown = Assert.Throws<InvalidOperationException>(() => WorkerTeam.Run(work, 40, threads));
            Assert.Equal("chunk failed", thrown.Message);
            Assert.Equal(0, work.Running);
        }
        var after = new Counting(10);
        WorkerTeam.Run(after, 10, threads);
        Assert.All(after.Done, done => Assert.Equal(1, done));
    }

    [Fact]
    public void A_run_allocates_nothing_in_the_calling_thread()
    {
        var work = new Summing(50);
        Assert.Equal(0, Allocated.Always(() =>
        {
            for (int run = 0; run < 200; run++) WorkerTeam.Run(work, 50, 3);
        }));
    }

    private sealed class Counting(int chunks) : IChunkedWork
    {
        public readonly int[] Done = new int[chunks];

        public void Execute(int chunk) => Interlocked.Increment(ref Done[chunk]);
    }

    private sealed class Summing(int chunks) : IChunkedWork
    {
        public readonly int[] Output = new int[chunks];
        public int Input;

        public void Execute(int chunk) => Output[chunk] = Input + chunk;
    }

    private sealed class Nesting : IChunkedWork
    {
        public int Total;

        public void Execute(int chunk)
        {
            var inner = new Inner();
            WorkerTeam.Run(inner, 5, 2);
            Interlocked.Add(ref Total, inner.Total);
        }

        private sealed class Inner : IChunkedWork
        {
            public int Total;

            public void Execute(int chunk) => Interlocked.Increment(ref Total);
        }
    }

    private sealed class Failing(int failing) : IChunkedWork
    {
        public int Running;

        public void Execute(int chunk)
        {
            Interlocked.Increment(ref Running);
            try
            {
                if (chunk == failing) throw new InvalidOperationException("chunk failed");
                Thread.SpinWait(50);
            }
            finally
            {
                Interlocked.Decrement(ref Running);
            }
        }
    }

    /// <summary>The helper interrupts the caller, once that waits for it, and goes on for a while.</summary>
    private sealed class Interrupting(Thread caller) : IChunkedWork
    {
        private volatile bool _helperCame;
        private volatile bool _isRunning;

        public bool HelperCame => _helperCame;

        public bool IsRunning => _isRunning;

        public void Execute(int chunk)
        {
            if (Thread.CurrentThread == caller)
            {
                for (long start = Environment.TickCount64; !_helperCame && Environment.TickCount64 < start + 100;) Thread.SpinWait(100);
                return;
            }
            (_isRunning, _helperCame) = (true, true);
            SpinWait.SpinUntil(() => (caller.ThreadState & ThreadState.WaitSleepJoin) != 0, 10_000);
            caller.Interrupt();
            Thread.Sleep(100);
            _isRunning = false;
        }
    }
}
