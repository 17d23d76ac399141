using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace HpcCoreset.Training.Tests.Schedules;

public sealed class ScheduleTests
{
    [Fact]
    public void A_warm_up_rises_linearly_and_wastes_no_step()
    {
        var schedule = new ConstantSchedule { WarmUp = 0.1 };

        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1], Factors(schedule, 40).Take(6));
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1, 1], Factors(schedule with { WarmUp = 5 }, 40).Take(6));
        Assert.Equal([1 / 3.0, 2 / 3.0, 1, 1], Factors(schedule, 30).Take(4)); // 3.0000000000000004 steps as doubles
        Assert.All(Factors(new ConstantSchedule(), 40), factor => Assert.Equal(1, factor));
        Assert.Equal([0.5, 1], Factors(schedule with { WarmUp = 100 }, 2)); // a warm-up that is longer than the run
    }

    [Fact]
    public void A_step_decay_falls_at_its_milestones_given_as_shares_or_as_steps()
    {
        double[] expected = [.. Enumerable.Range(0, 20).Select(step => step < 12 ? 1 : step < 17 ? 0.1 : 0.1 * 0.1)];

        Assert.Equal(expected, Factors(new StepDecaySchedule(), 20));
        Assert.Equal(expected, Factors(new StepDecaySchedule { Milestones = [12, 17] }, 20));
        Assert.Equal([0.5, 1, 1, 0.5, 0.5], Factors(new StepDecaySchedule { WarmUp = 2, Milestones = [3], Decay = 0.5 }, 5));
    }

    [Fact]
    public void A_cosine_goes_from_the_end_of_the_warm_up_to_its_final_share()
    {
        double[] factors = Factors(new CosineSchedule { WarmUp = 0.2, Final = 0.1 }, 100);

        Assert.Equal(1, factors[20]);
        Assert.Equal(0.55, factors[60], 12);
        Assert.Equal(0.1 + 0.9 * (1 + Math.Cos(Math.PI * 79 / 80)) / 2, factors[99], 12);
    }

    [Fact]
    public void A_run_on_a_tenth_of_the_steps_passes_through_the_same_rates()
    {
        Gen<LearningRateSchedule> schedules = Gen.Elements<LearningRateSchedule>(
            new ConstantSchedule { WarmUp = 0.1 }, new StepDecaySchedule { WarmUp = 0.1 }, new CosineSchedule());
        Prop.ForAll(Arb.From(schedules), Arb.From(Gen.Choose(0, 79)), (schedule, step) =>
        {
            double compressed = schedule.Factor(step, 80), whole = schedule.Factor(10 * step + 9, 800);
            return Math.Abs(compressed - whole) < 0.02;
        }).Check(Config.QuickThrowOnFailure.WithReplay(1, 1));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Refused(new ConstantSchedule { WarmUp = -1 }, "options.WarmUp: found -1; allowed are finite numbers from 0.");
        Refused(new ConstantSchedule { WarmUp = double.NaN }, "options.WarmUp: found NaN");
        Refused(new StepDecaySchedule { Milestones = [double.NaN] }, "options.Milestones: found NaN");
        Refused(new StepDecaySchedule { Decay = 0 }, "options.Decay: found 0");
        Refused(new CosineSchedule { Final = 2 }, "options.Final: found 2");
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule().Factor(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule().Factor(-1, 5));

        static void Refused(LearningRateSchedule schedule, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => schedule.Factor(0, 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schedules_are_equal_by_value_and_say_what_they_are()
    {
        var schedule = new StepDecaySchedule { WarmUp = 0.1, Milestones = [0.5] };

        Assert.Equal(schedule, schedule with { Milestones = [0.5] });
        Assert.NotEqual(schedule, schedule with { Milestones = [0.6] });
        Assert.Equal(schedule.GetHashCode(), (schedule with { Milestones = [0.5] }).GetHashCode());
        Assert.Equal("StepDecaySchedule { WarmUp = 0.1, Milestones = [0.5], Decay = 0.1 }", schedule.ToString());
    }

    private static double[] Factors(LearningRateSchedule schedule, int steps) =>
        [.. Enumerable.Range(0, steps).Select(step => schedule.Factor(step, steps))];
}
