using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Gate;

/// <summary>
/// Every guarded pass beside the committed baseline. A loss of 15 %, or a byte allocated, fails. What looks lost is measured again, a moment
/// later, and is lost only if it looks so each time: the machine may be shared, and others can only make a pass look slower.
/// </summary>
internal static class GateRun
{
    public const int Passed = 0;
    public const int Lost = 1;
    public const int NoBaseline = 3;
    private const double Floor = 0.85;
    private const int Rounds = 3;
    private const int BaselineRounds = 15;
    private const int Repetitions = 5;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    /// <summary>Runs the gate.</summary>
    /// <param name="update">Writes the baseline instead of comparing with it.</param>
    /// <param name="slowed">Slows every pass by a third: what the gate must catch.</param>
    /// <returns>The exit code.</returns>
    public static int Run(bool update, bool slowed)
    {
        Dictionary<string, double>? baseline = Baseline.Read();
        if (baseline == null && !update)
        {
            Console.Error.WriteLine($"gate: no baseline of {Machine.Processor} in {Baseline.Path}; gate --update, run at the repository's root, writes one.");
            return NoBaseline;
        }
        using GuardedPasses passes = new();
        PairedRatio.WarmUp(() =>
        {
            foreach (GuardedPass pass in passes.All)
            {
                pass.Run(slowed: false);
                pass.Peak();
            }
        });
        Dictionary<GuardedPass, GuardedFraction> found = Measure(passes.All, update ? BaselineRounds : Rounds, slowed);
        if (update)
        {
            Baseline.Write(passes.All.Select(pass => (pass.Name, found[pass].Value)));
            return Passed;
        }

        double Expected(GuardedPass pass) => baseline!.GetValueOrDefault(pass.Name, double.PositiveInfinity); // one that is not there must be added
        for (int i = 0; i < Repetitions; i++)
        {
            GuardedPass[] suspects = [.. passes.All.Where(pass => found[pass].Value < Floor * Expected(pass))];
            if (suspects is []) break;
            Thread.Sleep(_pause);
            foreach ((GuardedPass pass, GuardedFraction again) in Measure(suspects, Rounds, slowed)) found[pass] = found[pass].OrBetter(again);
        }

        Console.WriteLine("| pass | fraction of its peak | baseline | of the baseline |");
        Console.WriteLine("|:--|--:|--:|--:|");
        int losses = 0;
        foreach (GuardedPass pass in passes.All)
        {
            (double fraction, long allocated) = found[pass];
            double expected = Expected(pass);
            Console.WriteLine(FormattableString.Invariant($"| {pass.Name} | {fraction:F3} | {expected:F3} | {fraction / expected:P0} |"));
            if (fraction < Floor * expected)
                losses += Tell($"{pass.Name}: {fraction:F3} of its peak, {1 - fraction / expected:P0} less than the {expected:F3} of the baseline");
            if (allocated > 0) losses += Tell($"{pass.Name}: allocates, {allocated} B");
        }
        return losses == 0 ? Passed : Lost;
    }

    /// <summary>Round after round over all passes, so that a bad second of the machine meets each of them once at most; medians of the rounds.</summary>
    private static Dictionary<GuardedPass, GuardedFraction> Measure(IReadOnlyList<GuardedPass> passes, int rounds, bool slowed)
    {
        var measured = passes.ToDictionary(pass => pass, _ => new GuardedFraction[rounds]);
        for (int round = 0; round < rounds; round++)
            foreach (GuardedPass pass in passes) measured[pass][round] = GuardedFraction.Measure(pass, slowed);
        return measured.ToDictionary(entry => entry.Key, entry => new GuardedFraction(
            PairedRatio.MedianOf([.. entry.Value.Select(one => one.Value)]), entry.Value.Sum(one => one.Allocated)));
    }

    private static int Tell(FormattableString loss)
    {
        Console.Error.WriteLine("gate: " + FormattableString.Invariant(loss));
        return 1;
    }
}
