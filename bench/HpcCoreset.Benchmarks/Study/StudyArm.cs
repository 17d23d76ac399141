using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HpcCoreset.Training;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>A way to train.</summary>
internal sealed record StudyArm
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>random, rs2, crest, placebo, craig, grad-match, glister or infobatch.</summary>
    public required string Trainer { get; init; }

    /// <summary>Options of the trainer, by their names in the library.</summary>
    [JsonPropertyName("options")]
    public JsonObject? Given { get; init; }

    /// <summary>Options to be tuned together with the learning rate, and the values to try.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>>? Tunes { get; init; }

    /// <summary>The arm whose learning rate and tuned options this one takes, instead of tuning its own.</summary>
    public string? TunedAs { get; init; }

    /// <summary>Runs of each candidate, of which the mean counts; one if not given, though a short run may be off by more than rates differ by.</summary>
    public int? TuningSeeds { get; init; }

    /// <summary>Seeds, from 1 on.</summary>
    public required int Seeds { get; init; }

    /// <summary>A budget of its own, instead of the task's; such an arm is run once per task and shown beside all.</summary>
    public double? Budget { get; init; }

    /// <summary>A batch size of its own, with as many steps as the others.</summary>
    public int? BatchSize { get; init; }

    /// <summary>steps (which decays) or constant; both after the warm-up.</summary>
    public string Schedule { get; init; } = "steps";

    /// <summary>Whether it is run after all seeds of the arms that are not late.</summary>
    public bool Late { get; init; }

    /// <summary>The arm whose seconds it may take: as many steps as fit, by the time of a step of the arm in <see cref="TunedAs"/>.</summary>
    public string? SecondsOf { get; init; }

    /// <summary>All pairs of a learning rate and tuned options to try.</summary>
    public IEnumerable<StudyTuning> Candidates(IReadOnlyList<double> rates) => (Tunes ?? new Dictionary<string, IReadOnlyList<double>>())
        .Aggregate((IEnumerable<string>)[""], (all, option) => all.SelectMany(others => option.Value.Select(value =>
            (others == "" ? "" : others + "; ") + string.Create(CultureInfo.InvariantCulture, $"{option.Key}={value}"))))
        .SelectMany(options => rates.Select(rate => new StudyTuning(rate, options)));

    /// <summary>The options of the trainer.</summary>
    /// <param name="tuning">What was tuned.</param>
    /// <exception cref="JsonException">There is no such option, or no such trainer.</exception>
    public TrainerOptions Options(StudyTuning tuning)
    {
        var all = (JsonObject?)Given?.DeepClone() ?? [];
        foreach (string option in tuning.Options.Split("; ", System.StringSplitOptions.RemoveEmptyEntries))
            all[option.Split('=')[0]] = double.Parse(option.Split('=')[1], CultureInfo.InvariantCulture);
        return Trainer switch
        {
            "random" => Read<RandomTrainerOptions>(),
            "rs2" => Read<RandomTrainerOptions>() with { WithoutReplacement = true },
            "crest" => Read<CrestOptions>(),
            "placebo" => Read<CrestOptions>() with { PicksUniformly = true },
            "craig" => Read<CraigTrainerOptions>(),
            "grad-match" => Read<GradMatchOptions>(),
            "glister" => Read<GlisterOptions>(),
            "infobatch" => Read<InfoBatchOptions>(),
            _ => throw new JsonException($"found the trainer '{Trainer}', allowed are random, rs2, crest, placebo, craig, grad-match, glister and infobatch"),
        };

        T Read<T>() => all.Deserialize<T>(s_json)!;
    }
}

/// <summary>What is tuned.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Options">Options of the trainer: name=value; name=value.</param>
internal sealed record StudyTuning(double Rate, string Options);
