using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MathNet.Numerics.Statistics;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>
/// Runs a plan: tunes each arm on held-out training examples, then runs it for all its seeds with what was found. What is in the files already is
/// not run again, so it can be stopped at any time. Seed by seed, so that there are pairs early.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="path">The file of results; that of the tuning is beside it, with .tuning before its extension.</param>
/// <param name="progress">Is told of each run.</param>
internal sealed class StudyRun(StudyPlan plan, string path, TextWriter progress)
{
    private const int SideBySide = 2;

    private readonly ConcurrentDictionary<string, Lazy<StudyInput>> _inputs = new();
    private readonly ConcurrentDictionary<(StudyTask Task, string Arm), Lazy<bool>> _rehearsed = new();

    /// <summary>The file of what was tried to tune arms.</summary>
    public static string TuningPath(string path) => Path.ChangeExtension(path, ".tuning" + Path.GetExtension(path));

    /// <summary>Runs all that is missing.</summary>
    /// <param name="cancellation">Stops; what is under way is kept beside the file of results.</param>
    /// <exception cref="IOException">Another one runs for the same file.</exception>
    /// <exception cref="InvalidDataException">There are results of another plan, or some examples are not there, or a network is not.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        foreach (StudyTask task in plan.Tasks) StudyInput.Require(task.Data);
        foreach (StudyTask task in plan.Tasks) _ = Input(task.Data).Design(task.Network); // refuses what it cannot be now, and not in the night
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        using var alone = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        using var tuning = new StudyLog(TuningPath(path), plan);
        Work("tuning", Tuning(tuning.Records), tuning, cancellation);
        using var results = new StudyLog(path, plan);
        Work("run", Seeds(results.Records, tuning.Records), results, cancellation);
    }

    private List<Turn> Tuning(IReadOnlyList<StudyRecord> known) =>
    [
        .. from cell in plan.Cells
           from arm in plan.Arms
           where arm.TunedAs is null && IsShownFirst(cell, arm)
           let candidates = arm.Candidates(cell.Task.Rates).ToArray()
           where candidates.Length > 1 // or there is nothing to choose
           from candidate in candidates
           from seed in TuningSeeds(arm)
           where !known.Any(record => record.IsOf(cell, arm, candidate) && record.Seed == seed)
           select new Turn(new(plan, cell, arm, seed), candidate, IsTuning: true),
    ];

    /// <summary>0 and, if there are more, seeds that no result has.</summary>
    private static IEnumerable<ulong> TuningSeeds(StudyArm arm) =>
        Enumerable.Range(0, arm.TuningSeeds ?? 1).Select(number => number == 0 ? 0 : (ulong)(PairedDifference.MostPairs + number));

    private List<Turn> Seeds(IReadOnlyList<StudyRecord> known, IReadOnlyList<StudyRecord> tuned) =>
    [
        .. from seed in Enumerable.Range(1, plan.Arms.Max(arm => arm.Seeds))
           from cell in plan.Cells
           from arm in plan.Arms
           where seed <= arm.Seeds && IsShownFirst(cell, arm) && !known.Any(record => record.IsOf(cell, arm) && record.Seed == (ulong)seed)
           orderby arm.Late // nothing else changes places
           select new Turn(new(plan, cell, arm, (ulong)seed), Tuned(cell, arm, tuned), IsTuning: false),
    ];

    /// <summary>Arms with a budget of their own are run in the first cell of a task.</summary>
    private static bool IsShownFirst(StudyCell cell, StudyArm arm) => arm.Budget is null || cell.Budget == cell.Task.Budgets[0];

    /// <summary>The first of the best by their means, or the only one, which was not tried.</summary>
    private StudyTuning Tuned(StudyCell cell, StudyArm arm, IReadOnlyList<StudyRecord> tried)
    {
        StudyArm source = arm.TunedAs is { } name ? plan.Arm(name) : arm;
        return source.Candidates(cell.Task.Rates).MaxBy(candidate => tried.Where(record => record.IsOf(cell, source, candidate))
            .OrderBy(record => record.Seed).Select(record => record.Accuracy).DefaultIfEmpty().Average())!; // in one order: sums are rounded
    }

    /// <summary>
    /// Steps that fit the seconds of another arm, both by medians of the first seeds: nothing while these are not finished, 0 for the steps of the budget.
    /// </summary>
    private long? Steps(StudyJob job, IReadOnlyList<StudyRecord> known)
    {
        if (job.Arm.SecondsOf is null) return 0;
        (StudyRecord[] timed, StudyRecord[] own) = (First(plan.Arm(job.Arm.SecondsOf)), First(plan.Arm(job.Arm.TunedAs!)));
        if (timed.Length < Needed(job.Arm.SecondsOf) || own.Length < Needed(job.Arm.TunedAs!)) return null;
        return Math.Max(1, (long)(timed.Select(record => record.ProcessorSeconds).Median() / own.Select(record => record.ProcessorSeconds / record.Steps).Median()));

        StudyRecord[] First(StudyArm arm) => [.. known.Where(record => record.IsOf(job.Cell, arm) && record.Seed <= (ulong)plan.TimedSeeds)];

        int Needed(string arm) => Math.Min(plan.TimedSeeds, plan.Arm(arm).Seeds);
    }

    private void Work(string what, List<Turn> waiting, StudyLog log, CancellationToken cancellation)
    {
        (int all, int done) = (waiting.Count, 0);
        bool failed = false;
        object gate = new();
        Task.WhenAll(Enumerable.Range(0, SideBySide).Select(_ => Task.Factory.StartNew(
            Worker, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();

        void Worker()
        {
            try
            {
                while (Next() is { } next)
                {
                    StudyPause pause = Pause(next.Turn);
                    Tell(Execute(next.Turn, next.Steps, pause, cancellation), pause);
                }
            }
            catch
            {
                lock (gate)
                {
                    failed = true;
                    Monitor.PulseAll(gate); // the other one may be waiting for this result
                }
                throw;
            }
        }

        void Tell(StudyRecord record, StudyPause pause)
        {
            lock (gate)
            {
                log.Add(record);
                pause.Delete();
                Monitor.PulseAll(gate);
                progress.WriteLine(FormattableString.Invariant(
                    $"{what} {++done} of {all}: {record.Data}, {record.Network}, {record.Budget}, {record.Arm}, seed {record.Seed}, rate {record.Rate} {record.Options}: {record.Accuracy:F2} %, {record.Steps} steps, {record.ProcessorSeconds:F1} s"));
            }
        }

        // Those with the time of others wait for them, and the next in line comes first.
        (Turn Turn, long Steps)? Next()
        {
            lock (gate)
                for (; ; Monitor.Wait(gate))
                {
                    if (failed || waiting.Count == 0) return null;
                    cancellation.ThrowIfCancellationRequested();
                    for (int i = 0; i < waiting.Count; i++)
                        if (Steps(waiting[i].Job, log.Records) is { } steps)
                        {
                            Turn next = waiting[i];
                            waiting.RemoveAt(i);
                            return (next, steps);
                        }
                }
        }
    }

    private StudyPause Pause(Turn turn)
    {
        string name = string.Create(CultureInfo.InvariantCulture,
            $"{turn.Job.Cell.Task.Data} {turn.Job.Cell.Task.Network} {turn.Job.Budget} {turn.Job.Arm.Name} {turn.Job.Seed} {turn.Tuning.Rate} {turn.Tuning.Options}");
        return new($"{path}.{string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'))}.checkpoint");
    }

    private StudyInput Input(string name) => _inputs.GetOrAdd(name, data => new(() => StudyInput.Read(data, plan.HeldOut))).Value;

    private StudyRecord Execute(Turn turn, long steps, StudyPause pause, CancellationToken cancellation)
    {
        (StudyTask of, StudyArm arm) = (turn.Job.Cell.Task, turn.Job.Arm);
        StudyInput input = Input(of.Data);
        _ = _rehearsed.GetOrAdd((of, arm.Name), _ => new(() =>
        {
            turn.Job.Rehearse(input, turn.Tuning);
            return true;
        })).Value;
        return turn.Job.Run(input, turn.Tuning, turn.IsTuning, steps, pause, cancellation);
    }

    private sealed record Turn(StudyJob Job, StudyTuning Tuning, bool IsTuning);
}
