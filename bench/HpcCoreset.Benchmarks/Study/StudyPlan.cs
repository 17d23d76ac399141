using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>What is compared, on what, how often and by which rule: written down before the first run. A file of JSON with comments.</summary>
internal sealed record StudyPlan
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // no page of the web will have it
    };

    /// <summary>The arm that all are shown beside.</summary>
    public required string Baseline { get; init; }

    /// <summary>What the study is about; all others are shown, and not tested.</summary>
    public required IReadOnlyList<StudyHypothesis> Hypotheses { get; init; }

    /// <summary>Points of accuracy below which a difference is none in practice.</summary>
    public double Margin { get; init; } = 0.3;

    /// <summary>How often "better" or "worse" may be said of any hypothesis where there is no difference, and "equivalent" of a single one where there is.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Training examples that are held out to tune on: a share of each class, the same ones for all.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Of how many seeds, from the first on, times are taken for arms that get as many seconds as another.</summary>
    public int TimedSeeds { get; init; } = 3;

    public int BatchSize { get; init; } = 128;

    public double Momentum { get; init; } = 0.9;

    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>The share of the steps in which the learning rate rises; after it, a tenth at 60 % and a hundredth at 85 %.</summary>
    public double WarmUp { get; init; } = 0.1;

    public required IReadOnlyList<StudyArm> Arms { get; init; }

    public required IReadOnlyList<StudyTask> Tasks { get; init; }

    /// <summary>Reads and checks a plan.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static StudyPlan Read(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads and checks a plan.</summary>
    /// <param name="text">JSON, with comments or without.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static StudyPlan Parse(string text, string name)
    {
        try
        {
            StudyPlan plan = JsonSerializer.Deserialize<StudyPlan>(text, s_json) ?? throw new InvalidDataException($"{name}: found nothing, a plan is needed.");
            plan.Check(name);
            return plan;
        }
        catch (JsonException bad)
        {
            throw new InvalidDataException($"{name}: {bad.Message}", bad);
        }
    }

    /// <summary>One line that says all of it, without comments: equal for equal plans.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, s_json);

    public StudyArm Arm(string name) => Arms.First(arm => arm.Name == name);

    /// <summary>All that is compared with each other, in the plan's order.</summary>
    [JsonIgnore]
    public IEnumerable<StudyCell> Cells => Tasks.SelectMany(task => task.Budgets.Select(budget => new StudyCell(task, budget)));

    private void Check(string name)
    {
        string[] names = [.. Arms.Select(arm => arm.Name)];
        Require(names.Distinct().Count() == names.Length, "two arms of one name");
        string? untold = names.Concat(Hypotheses.Select(hypothesis => hypothesis.Name)).FirstOrDefault(told => told.Any(letter => letter is '|' or < ' '));
        Require(untold is null, $"the name '{untold}', which a line of a table cannot hold");
        foreach (string arm in Hypotheses.SelectMany(hypothesis => (string[])[hypothesis.Arm, hypothesis.Against])
            .Concat(Arms.SelectMany(arm => (string?[])[arm.SecondsOf, arm.TunedAs]).OfType<string>()).Append(Baseline))
            Require(names.Contains(arm), $"no arm '{arm}', which is named elsewhere");
        Require(Tasks.Count > 0 && Tasks.All(task => task.Budgets.Count > 0 && task.Rates.Count > 0 && task.Epochs >= 1), "a task without budgets, learning rates or epochs");
        Require(Tasks.GroupBy(task => (task.Data, task.Network)).All(same => same.Count() == 1), "two tasks of the same data and network");
        Require(TimedSeeds >= 1 && Margin > 0 && Level is > 0 and < 1 && HeldOut is > 0 and < 1, "a number out of its range");
        foreach (StudyArm arm in Arms)
        {
            Require(arm.Seeds is >= 1 and <= PairedDifference.MostPairs, $"{arm.Seeds} seeds of '{arm.Name}', 1 to {PairedDifference.MostPairs} are allowed");
            Require(arm.TuningSeeds is null or >= 1, $"{arm.TuningSeeds} seeds to tune '{arm.Name}', at least 1 is needed");
            Require(arm.Trainer == "rs2" || (arm.BatchSize is null && arm.SecondsOf is null), $"'{arm.Name}' with steps of its own, which only rs2 may have");
            Require(arm.SecondsOf is null || arm.TunedAs is not null, $"'{arm.Name}' without an arm in tunedAs, whose steps take as long");
            Require(arm.SecondsOf is null || Arm(arm.SecondsOf).SecondsOf is null, $"'{arm.Name}' with the seconds of an arm that has those of another");
            Require(arm.TunedAs is null || Arm(arm.TunedAs).TunedAs is null, $"'{arm.Name}' tuned as an arm that is not tuned itself");
            Require(arm.Schedule is "steps" or "constant", $"the schedule '{arm.Schedule}' of '{arm.Name}', allowed are steps and constant");
            _ = arm.Options(new StudyTuning(0, "")); // refuses what is wrong with them now, and not in the night
        }

        void Require(bool holds, string found)
        {
            if (!holds) throw new InvalidDataException($"{name}: found {found}.");
        }
    }
}

/// <summary>A claim to be tested: that two arms differ.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Arm">The one arm.</param>
/// <param name="Against">The other one, whose accuracy is subtracted.</param>
internal sealed record StudyHypothesis(string Name, string Arm, string Against);

/// <summary>A network to be trained on examples.</summary>
/// <param name="Data">A folder in bench/data, or digits.</param>
/// <param name="Network">Which network: lenet5, resnet8, resnet20, or mlp and its hidden units, as in "mlp 128".</param>
/// <param name="Epochs">Epochs; each of a budget's share of the steps.</param>
/// <param name="Budgets">Shares of the steps of full training.</param>
/// <param name="Rates">Learning rates to choose from.</param>
/// <param name="Augmentation">Whether images are moved and mirrored at random.</param>
internal sealed record StudyTask(string Data, string Network, int Epochs, IReadOnlyList<double> Budgets, IReadOnlyList<double> Rates, bool Augmentation = false);

/// <summary>Where arms can be compared.</summary>
/// <param name="Task">The task.</param>
/// <param name="Budget">The share of the steps.</param>
internal sealed record StudyCell(StudyTask Task, double Budget);
