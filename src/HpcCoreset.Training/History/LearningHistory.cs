using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using HpcCoreset.Charts;

namespace HpcCoreset.Training;

/// <summary>
/// How hard each example was to learn: its losses, its forgetting events, and how often it was trained on, from one recording of a run to the
/// next. Kept by <see cref="RecordedTrainerOptions"/>; <see cref="TrainingRun.History"/> has it. Spans are views, valid until the next step.
/// </summary>
public sealed class LearningHistory
{
    private const int Never = -1;

    private readonly List<long> _steps = [];
    private readonly List<float[]> _losses = [];
    private readonly List<int[]> _picks = [];
    private readonly int[] _forgettingEvents;
    private readonly int[] _firstLearned;
    private readonly bool[] _wasRight;

    /// <summary>A history in which nothing is recorded.</summary>
    /// <param name="examples">Number of examples.</param>
    internal LearningHistory(int examples)
    {
        (_forgettingEvents, _firstLearned, _wasRight) = (new int[examples], new int[examples], new bool[examples]);
        _firstLearned.AsSpan().Fill(Never);
    }

    /// <summary>The steps that had been taken at each recording, ascending.</summary>
    public ReadOnlySpan<long> Steps => CollectionsMarshal.AsSpan(_steps);

    /// <summary>
    /// [examples]: how often an example that was classified rightly at one recording was not at the next (Toneva et al., "An empirical study of
    /// example forgetting during deep neural network learning", ICLR 2019, who look at an example when it is trained on, not at all at once).
    /// </summary>
    public ReadOnlySpan<int> ForgettingEvents => _forgettingEvents;

    /// <summary>[examples]: the first recording at which it was classified rightly; -1 for never, which the paper ranks above any number of events.</summary>
    public ReadOnlySpan<int> FirstLearned => _firstLearned;

    /// <summary>[examples]: the losses at a recording, of examples as they are stored and the model as it is used after training.</summary>
    /// <param name="recording">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such recording.</exception>
    public ReadOnlySpan<float> Losses(int recording) => _losses[recording];

    /// <summary>[examples]: how often each was in a training step after a recording and before the next; after the last, until now.</summary>
    /// <param name="recording">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such recording.</exception>
    public ReadOnlySpan<int> Picks(int recording) => _picks[recording];

    /// <summary>
    /// What was trained on after a recording and before the next, and how hard it was. Forgetting is that of all recordings so far, so the
    /// picks of early and late stretches are judged alike. O(examples).
    /// </summary>
    /// <param name="recording">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such recording.</exception>
    public LearningStretch Stretch(int recording)
    {
        (float[] losses, int[] picks) = (_losses[recording], _picks[recording]);
        long picked = 0, pickedEvents = 0, pickedNever = 0, events = 0, never = 0;
        double pickedLoss = 0, loss = 0;
        for (int example = 0; example < losses.Length; example++)
        {
            (int times, int own, int isNever) = (picks[example], _forgettingEvents[example], _firstLearned[example] == Never ? 1 : 0);
            picked += times;
            if (times > 0) pickedLoss += (double)times * losses[example]; // 0 times a loss that is not finite is no number
            pickedEvents += (long)times * own;
            pickedNever += (long)times * isNever;
            loss += losses[example];
            events += own;
            never += isNever;
        }
        return new LearningStretch(_steps[recording], picked, Mean(pickedLoss, pickedEvents, pickedNever, picked), Mean(loss, events, never, losses.Length));

        static ExampleDifficulty Mean(double loss, long events, long never, long count) =>
            new(loss / count, (double)events / count, (double)never / count);
    }

    /// <summary>Writes a line per recording, <see cref="Stretch"/> of it. Numbers are written as by <see cref="WriteCsv"/>.</summary>
    /// <param name="writer">Where to; left open.</param>
    public void WriteStretchesCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("step,picks,picked_loss,all_loss,picked_forgetting_events,all_forgetting_events,picked_never_learned,all_never_learned\n");
        for (int recording = 0; recording < _steps.Count; recording++)
        {
            (long step, long picks, ExampleDifficulty picked, ExampleDifficulty all) = Stretch(recording);
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{step},{picks},{picked.Loss},{all.Loss},{picked.ForgettingEvents},{all.ForgettingEvents},{picked.NeverLearned},{all.NeverLearned}\n"));
        }
    }

    /// <summary>What <see cref="WriteChart"/> draws.</summary>
    internal Chart[] Charts => DifficultyCharts.Of([.. Enumerable.Range(0, _steps.Count).Select(Stretch)]);

    /// <summary>Draws <see cref="Stretch"/> over the recordings: three line charts in one SVG that needs nothing else.</summary>
    /// <param name="writer">Where to; left open.</param>
    public void WriteChart(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Chart.Write(writer, Charts);
    }

    /// <summary>
    /// Writes a line per example: its number, its forgetting events, the step at which it was first classified rightly (empty for never), and for
    /// each recording its loss and its picks from there. Numbers are written as they are read everywhere, in as many digits as they need.
    /// </summary>
    /// <param name="writer">Where to; left open.</param>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        CultureInfo culture = CultureInfo.InvariantCulture;
        writer.Write("example,forgetting_events,first_learned");
        foreach (long step in _steps) writer.Write(string.Create(culture, $",loss_{step},picks_{step}"));
        writer.Write('\n');
        for (int example = 0; example < _wasRight.Length; example++)
        {
            string learned = _firstLearned[example] == Never ? "" : _steps[_firstLearned[example]].ToString(culture);
            writer.Write(string.Create(culture, $"{example},{_forgettingEvents[example]},{learned}"));
            for (int recording = 0; recording < _steps.Count; recording++)
                writer.Write(string.Create(culture, $",{_losses[recording][example]},{_picks[recording][example]}"));
            writer.Write('\n');
        }
    }

    /// <summary>Begins a recording.</summary>
    /// <param name="step">Steps taken.</param>
    /// <returns>Receives the losses.</returns>
    internal Span<float> Begin(long step)
    {
        _steps.Add(step);
        _losses.Add(new float[_wasRight.Length]);
        _picks.Add(new int[_wasRight.Length]);
        return _losses[^1];
    }

    /// <summary>Takes down whether an example is classified rightly at the last recording.</summary>
    internal void Classify(int example, bool isRight)
    {
        if (_wasRight[example] && !isRight) _forgettingEvents[example]++;
        if (isRight && _firstLearned[example] == Never) _firstLearned[example] = _steps.Count - 1;
        _wasRight[example] = isRight;
    }

    /// <summary>Counts the examples of a step.</summary>
    internal void Count(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows) _picks[^1][row]++;
    }

    /// <summary>Writes all of it.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_steps.Count);
        for (int recording = 0; recording < _steps.Count; recording++)
        {
            writer.Write(_steps[recording]);
            writer.Write(MemoryMarshal.AsBytes(_losses[recording].AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(_picks[recording].AsSpan()));
        }
        writer.Write(MemoryMarshal.AsBytes(_forgettingEvents.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(_firstLearned.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(_wasRight.AsSpan()));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    internal void Load(BinaryReader reader)
    {
        int recordings = reader.ReadInt32();
        long bytes = (long)recordings * (sizeof(long) + (long)_wasRight.Length * (sizeof(float) + sizeof(int)));
        if (recordings < 0 || bytes > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new FormatException($"found {recordings} recordings of {_wasRight.Length} examples in {reader.BaseStream.Length - reader.BaseStream.Position} bytes.");
        for (int recording = 0; recording < recordings; recording++)
        {
            Begin(reader.ReadInt64());
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_losses[recording].AsSpan()));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_picks[recording].AsSpan()));
        }
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_forgettingEvents.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_firstLearned.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_wasRight.AsSpan()));
        foreach (int first in _firstLearned)
            if (first < Never || first >= recordings) throw new FormatException($"found an example first learned at recording {first} of {recordings}.");
    }
}
