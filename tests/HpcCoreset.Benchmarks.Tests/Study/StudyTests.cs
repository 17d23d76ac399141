using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using HpcCoreset.Benchmarks.Study;
using Xunit;

namespace HpcCoreset.Benchmarks.Tests.Study;

public sealed class StudyTests : IDisposable
{
    private const string Small =
        """
        {
          "baseline": "RS2", "batchSize": 32, "timedSeeds": 1,
          "hypotheses": [ { "name": "placebo", "arm": "CREST", "against": "placebo" }, { "name": "time", "arm": "CREST", "against": "as long" } ],
          "arms": [
            { "name": "as long", "trainer": "rs2", "secondsOf": "CREST", "tunedAs": "RS2", "seeds": 2 }, // the first, so it has to wait
            { "name": "RS2", "trainer": "rs2", "seeds": 2 },
            { "name": "CREST", "trainer": "crest", "tunes": { "Threshold": [0.05, 0.2] }, "options": { "ByClass": false }, "seeds": 2 },
            { "name": "placebo", "trainer": "placebo", "tunedAs": "CREST", "seeds": 2 },
            { "name": "full", "late": true, "trainer": "rs2", "budget": 1, "schedule": "constant", "tunedAs": "RS2", "seeds": 1 },
            { "name": "large batches", "trainer": "rs2", "batchSize": 100, "tunedAs": "RS2", "seeds": 1 },
          ],
          "tasks": [ { "data": "digits", "network": "mlp 8", "epochs": 2, "budgets": [0.1, 0.2], "rates": [0.05, 0.1] } ],
        }
        """;

    private readonly Scratch _scratch = new();
    private readonly StudyPlan _plan = StudyPlan.Parse(Small, "plan");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_study_that_is_killed_at_any_time_goes_on_to_the_same_results()
    {
        string whole = _scratch.At("whole.csv"), parts = _scratch.At("parts.csv");
        new StudyRun(_plan, whole, TextWriter.Null).Run();
        for (int results = 1; ; results += 3)
        {
            using var stop = new CancellationTokenSource();
            var progress = new StopAfter(results, stop);
            try
            {
                new StudyRun(_plan, parts, progress).Run(stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                foreach (string file in (string[])[parts, StudyRun.TuningPath(parts)])
                    if (File.Exists(file)) File.AppendAllText(file, "digits,mlp 8,0.1,RS2,1,0.05"); // half a line, as a kill may leave
            }
        }
        Assert.DoesNotContain(_scratch.FileNames, name => name.Contains("checkpoint", StringComparison.Ordinal));
        (StudyPlan plan, _, IReadOnlyList<StudyRecord> records) = StudyLog.Read(whole);
        IReadOnlyList<StudyRecord> again = StudyLog.Read(parts).Records;

        Assert.Equal(_plan.ToLine(), plan.ToLine());
        Assert.Equal(2 * (4 * 2 + 1) + 1, records.Count); // two budgets, but full training once
        Assert.Equal(2 * 2 * 3, StudyLog.Read(StudyRun.TuningPath(whole)).Records.Count);
        Assert.Equal(records.Select(Name).Order(), again.Select(Name).Order());
        // All but what depends on the clock: bit by bit.
        Assert.Equal(
            records.Where(record => record.Arm != "as long").Select(Outcome).Order(), again.Where(record => record.Arm != "as long").Select(Outcome).Order());
    }

    [Fact]
    public void Steps_are_those_of_the_budget_but_for_arms_that_have_a_time()
    {
        string path = _scratch.At("study.csv");
        new StudyRun(_plan, path, TextWriter.Null).Run();
        IReadOnlyList<StudyRecord> records = StudyLog.Read(path).Records;
        StudyRecord Of(string arm, double budget) => records.First(record => record.Arm == arm && record.Budget == budget && record.Seed == 1);

        int count = StudyInput.Read("digits", 0.1).Training.Count, steps = 2 * ((int)(0.1 * count) / 32 + 1);
        Assert.All(["RS2", "CREST", "placebo", "large batches"], arm => Assert.Equal(steps, Of(arm, 0.1).Steps));
        Assert.Equal(100 * steps, Of("large batches", 0.1).Backprops);
        Assert.Equal(2 * count, Of("full", 1).Backprops);
        // It began when all others had, but for those that wait for a time; one of them was beside it.
        Assert.InRange(records.SkipWhile(record => record.Arm != "full").Count(record => record.Arm is not "full" and not "as long"), 0, 1);
        Assert.Equal((long)(Of("CREST", 0.1).ProcessorSeconds / (Of("RS2", 0.1).ProcessorSeconds / Of("RS2", 0.1).Steps)), Of("as long", 0.1).Steps);
        Assert.Equal(Of("CREST", 0.1).Options, Of("placebo", 0.1).Options);
        Assert.True(Of("placebo", 0.1).Selections > 0 && Of("placebo", 0.1).HessianVectorProducts > 0);
    }

    [Fact]
    public void A_report_comes_from_the_file_alone_and_is_the_same_each_time()
    {
        string path = _scratch.At("study.csv"), page = _scratch.At("study.md");
        new StudyRun(_plan, path, TextWriter.Null).Run();
        StudyReport.Write(path);
        string[] files = [page, _scratch.At("study.seconds.svg"), _scratch.At("study.backprops.svg")];
        string[] texts = [.. files.Select(File.ReadAllText)];
        StudyReport.Write(path);

        Assert.Equal(texts, files.Select(File.ReadAllText));
        Directory.CreateDirectory(_scratch.At("elsewhere"));
        File.Copy(path, _scratch.At(Path.Combine("elsewhere", "study.csv")));
        StudyReport.Write(_scratch.At(Path.Combine("elsewhere", "study.csv")));
        Assert.Equal(texts, files.Select(file => File.ReadAllText(_scratch.At(Path.Combine("elsewhere", Path.GetFileName(file))))));
        Assert.Equal(4, texts[0].Split('\n').Count(line => line.StartsWith("| placebo: CREST - placebo |", StringComparison.Ordinal)
            || line.StartsWith("| time: CREST - as long |", StringComparison.Ordinal)));
        Assert.Contains("| data | network | budget, % | placebo | time | work of CREST |", texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_say_what_was_shown()
    {
        StudyTask task = _plan.Tasks[0];
        StudyPlan plan = _plan with { Tasks = [task with { Budgets = [0.1] }] };
        IReadOnlyList<StudyVerdict> Verdicts(Func<int, double> difference) => StudyVerdict.All(plan,
        [
            .. Enumerable.Range(1, 10).SelectMany(seed => (StudyRecord[])
            [
                Record("CREST", seed, 90 + difference(seed)),
                Record("placebo", seed, 90),
            ]),
        ]);
        IEnumerable<string> Words(Func<int, double> difference) => Verdicts(difference).Select(verdict => verdict.Word);

        Assert.Equal(["better"], Words(seed => 1 + 0.1 * seed));
        Assert.Equal(["worse"], Words(seed => -1 - 0.1 * seed));
        Assert.Equal(["equivalent"], Words(seed => 0.1 + 0.01 * seed)); // above zero for certain, and too little to matter
        Assert.Equal(["undecided"], Words(seed => seed % 2 == 0 ? 1 : -0.9));
        // "time" has no pairs yet, and is corrected for nevertheless.
        Assert.Equal([2 * 2 / 1024.0], Verdicts(seed => 1 + 0.1 * seed).Select(verdict => verdict.AdjustedP));

        static StudyRecord Record(string arm, int seed, double accuracy) =>
            new() { Data = "digits", Network = "mlp 8", Budget = 0.1, Arm = arm, Seed = (ulong)seed, Accuracy = accuracy };
    }

    [Fact]
    public void Results_of_another_plan_are_refused()
    {
        string path = _scratch.At("study.csv");
        new StudyLog(path, _plan).Dispose();
        new StudyLog(path, StudyPlan.Parse(Small.Replace("// the first, so it has to wait", "", StringComparison.Ordinal), "plan")).Dispose();

        Assert.Throws<InvalidDataException>(() => new StudyLog(path, _plan with { Margin = 0.2 }));
    }

    [Fact]
    public void A_result_that_is_there_twice_is_refused()
    {
        string path = _scratch.At("study.csv");
        using (var log = new StudyLog(path, _plan))
            foreach (double rate in (double[])[0.05, 0.1]) log.Add(new() { Data = "digits", Arm = "RS2", Seed = 3, Rate = rate });

        Assert.Contains("2 times", Assert.Throws<InvalidDataException>(() => StudyReport.Write(path)).Message, StringComparison.Ordinal);
        Assert.Equal(["study.csv"], _scratch.FileNames);
    }

    [Theory]
    [InlineData("a note")]
    [InlineData("# planks: two\n")]
    [InlineData("id,mass\n1,2\n3,4\n5,6")] // its last line is not ended, as many programs leave it
    public void A_file_of_something_else_is_refused_and_left_alone(string content)
    {
        string path = _scratch.At("notes.csv");
        File.WriteAllText(path, content);

        Assert.Throws<InvalidDataException>(() => new StudyLog(path, _plan));
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void What_fails_after_a_run_ends_the_study_also_where_another_waits_for_the_result()
    {
        string path = _scratch.At("study.csv");
        StudyPlan plan = _plan with { Hypotheses = [], Arms = [_plan.Arm("as long") with { SecondsOf = "RS2" }, _plan.Arm("RS2")], Tasks = [_plan.Tasks[0] with { Rates = [0.1], Budgets = [0.1] }] };
        Directory.CreateDirectory(path + ".digits-mlp-8-0-1-RS2-1-0-1-.checkpoint"); // a folder: nothing to resume, and not to be deleted as a file is

        Assert.ThrowsAny<Exception>(() => new StudyRun(plan, path, TextWriter.Null).Run());
        Assert.NotEmpty(StudyLog.Read(path).Records);
    }

    [Fact]
    public void Two_cannot_run_for_one_file()
    {
        string path = _scratch.At("study.csv");
        using var other = new FileStream(path + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Throws<IOException>(() => new StudyRun(_plan, path, TextWriter.Null).Run());
    }

    [Theory]
    [InlineData("\"trainer\": \"crest\"", "\"trainer\": \"best\"", "best")]
    [InlineData("\"ByClass\"", "\"Classy\"", "Classy")]
    [InlineData("\"against\": \"placebo\"", "\"against\": \"nothing\"", "nothing")]
    [InlineData("\"secondsOf\": \"CREST\", \"tunedAs\": \"RS2\"", "\"secondsOf\": \"CREST\"", "as long")]
    [InlineData("\"name\": \"full\"", "\"name\": \"RS2\"", "two arms")]
    [InlineData("\"name\": \"full\"", "\"name\": \"fu|l\"", "fu|l")]
    [InlineData("\"late\": true", "\"tuningSeeds\": 0", "seeds to tune")]
    [InlineData("\"batchSize\": 32", "\"batchSizes\": 32", "batchSizes")]
    public void Plans_that_cannot_be_are_refused(string right, string wrong, string named)
    {
        Assert.Contains(right, Small, StringComparison.Ordinal);
        var refused = Assert.Throws<InvalidDataException>(() => StudyPlan.Parse(Small.Replace(right, wrong, StringComparison.Ordinal), "plan.jsonc"));
        Assert.Contains("plan.jsonc", refused.Message, StringComparison.Ordinal);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_stopped_goes_on_and_counts_the_time_of_before()
    {
        var job = new StudyJob(_plan, _plan.Cells.First(), _plan.Arm("CREST"), 1);
        StudyInput input = StudyInput.Read("digits", 0.1);
        var pause = new StudyPause(_scratch.At("run.checkpoint"));
        StudyRecord Run(StudyPause pause, bool stopped) => job.Run(input, new(0.1, ""), isTuning: false, steps: 0, pause, new CancellationToken(stopped));

        StudyRecord whole = Run(new(_scratch.At("none")), stopped: false);
        Assert.Throws<OperationCanceledException>(() => Run(pause, stopped: true));
        File.WriteAllText(_scratch.At("run.checkpoint.seconds"), "1000");
        StudyRecord resumed = Run(pause, stopped: false);
        pause.Delete();

        Assert.Equal(Outcome(whole), Outcome(resumed));
        Assert.InRange(resumed.ProcessorSeconds, 1000, 2000);
        Assert.InRange(whole.ProcessorSeconds, 0, 999);
        Assert.Empty(_scratch.FileNames);
    }

    [Fact]
    public void What_has_one_candidate_is_not_tuned()
    {
        string path = _scratch.At("study.csv");
        StudyPlan plan = _plan with { Hypotheses = [], Arms = [_plan.Arm("RS2")], Tasks = [_plan.Tasks[0] with { Rates = [0.07], Budgets = [0.1] }] };
        new StudyRun(plan, path, TextWriter.Null).Run();

        StudyReport.Write(path);

        string page = File.ReadAllText(_scratch.At("study.md"));
        Assert.DoesNotContain("## Verdicts", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Holm", page, StringComparison.Ordinal);
        Assert.Contains("Nothing was tuned.", page, StringComparison.Ordinal);
        Assert.Empty(StudyLog.Read(StudyRun.TuningPath(path)).Records);
        Assert.All(StudyLog.Read(path).Records, record => Assert.Equal(0.07, record.Rate));
        Assert.Equal(2, StudyLog.Read(path).Records.Count);
    }

    [Fact]
    public void Tuning_goes_by_the_mean_of_its_seeds_which_no_result_has()
    {
        string path = _scratch.At("study.csv"), tuning = StudyRun.TuningPath(path);
        StudyPlan plan = _plan with { Hypotheses = [], Arms = [_plan.Arm("RS2") with { TuningSeeds = 3 }], Tasks = [_plan.Tasks[0] with { Budgets = [0.1] }] };
        new StudyRun(plan, path, TextWriter.Null).Run();
        IReadOnlyList<StudyRecord> tried = StudyLog.Read(tuning).Records;
        Assert.Equal([0UL, 0UL, 21UL, 21UL, 22UL, 22UL], tried.Select(record => record.Seed).Order());
        File.Delete(path);
        File.Delete(tuning);
        using (var log = new StudyLog(tuning, plan))
            foreach (StudyRecord record in tried) // as if 0.05 were the best once, and the worse one otherwise
                log.Add(record with { Accuracy = record.Rate == 0.1 ? 90 : record.Seed == 0 ? 99 : 50 });
        new StudyRun(plan, path, TextWriter.Null).Run();
        StudyReport.Write(path);

        Assert.Equal(6, StudyLog.Read(tuning).Records.Count);
        Assert.All(StudyLog.Read(path).Records, record => Assert.Equal(0.1, record.Rate));
        Assert.Contains("the mean of 3 runs each", File.ReadAllText(_scratch.At("study.md")), StringComparison.Ordinal);
        Assert.DoesNotContain("tuningSeeds", _plan.ToLine(), StringComparison.Ordinal); // plans of before are still the same
    }

    [Fact]
    public void Examples_that_are_not_there_are_missed_before_the_first_run()
    {
        StudyPlan plan = _plan with { Tasks = [.. _plan.Tasks, _plan.Tasks[0] with { Data = "nowhere" }] };
        var refused = Assert.Throws<InvalidDataException>(() => new StudyRun(plan, _scratch.At("study.csv"), TextWriter.Null).Run());

        Assert.Contains("nowhere", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_scratch.FileNames);
    }

    [Fact]
    public void Networks_that_are_not_there_are_missed_before_the_first_run()
    {
        StudyPlan plan = _plan with { Tasks = [.. _plan.Tasks, _plan.Tasks[0] with { Network = "resnet9" }] };
        var refused = Assert.Throws<InvalidDataException>(() => new StudyRun(plan, _scratch.At("study.csv"), TextWriter.Null).Run());

        Assert.Contains("resnet9", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_scratch.FileNames);
    }

    [Fact]
    public void Committed_plans_can_be_read()
    {
        string repository = typeof(StudyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "Repository").Value!;
        string[] plans = Directory.GetFiles(Path.Combine(repository, "bench", "study"), "*.jsonc");

        Assert.NotEmpty(plans);
        Assert.All(plans, plan => StudyPlan.Read(plan));
    }

    private static string Name(StudyRecord record) => $"{record.Budget} {record.Arm} {record.Seed}";

    private static string Outcome(StudyRecord record) =>
        $"{Name(record)} {record.Rate} {record.Options}: {record.Accuracy:R} {record.Steps} {record.Backprops} {record.ForwardExamples} {record.Selections}";

    /// <summary>Stops after some results were told of.</summary>
    private sealed class StopAfter(int results, CancellationTokenSource stop) : StringWriter
    {
        private int _results;

        public override void WriteLine(string? value)
        {
            if (++_results == results) stop.Cancel();
        }
    }
}
