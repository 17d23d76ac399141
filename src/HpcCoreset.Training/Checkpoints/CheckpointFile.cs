using System;
using System.IO;
using HpcCoreset.Files;
using static HpcCoreset.Files.SealedFormat;

namespace HpcCoreset.Training.Checkpoints;

/// <summary>The <c>.hpct</c> format, version 1: what a training run needs to go on with the same bytes.</summary>
/// <remarks>
/// In the frame of a <see cref="SealedFormat"/>: the fingerprint; the account; the curve; what the trainer wrote; steps and state of the
/// optimizer; parameters and statistics of the model. Before each list stands its length.
/// </remarks>
internal static class CheckpointFile
{
    private const int AccountBytes = 5 * sizeof(long) + 7 * sizeof(double);
    private const int PointBytes = 2 * sizeof(long) + 3 * sizeof(double);

    private static readonly SealedFormat Format = new("HPCT", ".hpct", version: 1, leastContentBytes: sizeof(int) + AccountBytes);

    /// <summary>Writes a file.</summary>
    /// <param name="state">The run.</param>
    /// <param name="fingerprint">What its bytes depend on.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InvalidOperationException">It would be longer than memory can be at once.</exception>
    public static byte[] Write(TrainingState state, (string Name, string Value)[] fingerprint)
    {
        // The parts whose length only writing tells come first, so that the long ones are written once.
        using var head = new MemoryStream();
        using (var writer = new BinaryWriter(head))
        {
            WriteHead(writer, state, fingerprint);
            long length = SealedFormat.Overhead + head.Length + TailBytes(state);
            if (length > Array.MaxLength)
                throw new InvalidOperationException($"The checkpoint would have {length} bytes; allowed are {Array.MaxLength}.");
            byte[] file = new byte[length];
            Format.Write(file, target =>
            {
                target.Write(head.GetBuffer().AsSpan(0, (int)head.Length));
                WriteTail(target, state);
            });
            return file;
        }
    }

    /// <summary>Puts a run where the one that was saved had come to.</summary>
    /// <param name="source">The file; left open.</param>
    /// <param name="state">A run that has taken no step; nothing of its model is changed unless all is well.</param>
    /// <param name="fingerprint">What its bytes depend on.</param>
    /// <exception cref="InvalidDataException">It is no file, a damaged one, or one of a run under other options or on other examples.</exception>
    public static void Read(Stream source, TrainingState state, (string Name, string Value)[] fingerprint) =>
        Format.Read(Format.ReadAll(source).Span, reader =>
        {
            try
            {
                ReadHead(reader, state, fingerprint);
                ReadTail(reader, state);
                return true;
            }
            // Only here does a wrong file have a right checksum: another program wrote it.
            catch (Exception refused) when (refused is ArgumentException or IOException or FormatException)
            {
                throw new InvalidDataException($"no valid checkpoint: {refused.Message}", refused);
            }
        });

    private static void WriteHead(BinaryWriter writer, TrainingState state, (string Name, string Value)[] fingerprint)
    {
        writer.Write(fingerprint.Length);
        foreach ((string name, string value) in fingerprint)
        {
            writer.Write(name);
            writer.Write(value);
        }
        TrainingAccount account = state.Context.Work;
        foreach (long count in (ReadOnlySpan<long>)
            [account.Steps, account.Backprops, account.ForwardExamples, account.HessianVectorProducts, account.Selections])
            writer.Write(count);
        foreach (double number in (ReadOnlySpan<double>)
            [account.SelectionSeconds, account.ForwardSeconds, account.ModelSeconds, account.CheckSeconds, account.TrainingSeconds,
                account.EvaluationSeconds, state.Losses])
            writer.Write(number);
        writer.Write(state.Curve.Count);
        foreach (TrainingPoint point in state.Curve)
        {
            writer.Write(point.Step);
            writer.Write(point.Seconds);
            writer.Write(point.Backprops);
            writer.Write(point.TestAccuracy);
            writer.Write(point.TrainLoss);
        }
        using var choices = new MemoryStream();
        using var trainer = new BinaryWriter(choices);
        state.Trainer.Save(trainer);
        trainer.Flush();
        writer.Write((int)choices.Length);
        writer.Write(choices.GetBuffer().AsSpan(0, (int)choices.Length));
        writer.Flush();
    }

    private static void ReadHead(BinaryReader reader, TrainingState state, (string Name, string Value)[] fingerprint)
    {
        Compare(reader, fingerprint);
        state.Context.Work = new TrainingAccount
        {
            Steps = Count(reader, "steps"),
            Backprops = Count(reader, "backprops"),
            ForwardExamples = Count(reader, "forward examples"),
            HessianVectorProducts = Count(reader, "Hessian-vector products"),
            Selections = Count(reader, "selections"),
            SelectionSeconds = reader.ReadDouble(),
            ForwardSeconds = reader.ReadDouble(),
            ModelSeconds = reader.ReadDouble(),
            CheckSeconds = reader.ReadDouble(),
            TrainingSeconds = reader.ReadDouble(),
            EvaluationSeconds = reader.ReadDouble(),
        };
        long steps = state.Context.Work.Steps;
        Require(steps <= state.Context.Steps, $"found step {steps} of {state.Context.Steps}");
        state.Losses = reader.ReadDouble();
        int points = Length(reader, PointBytes, "points of the curve");
        for (int i = 0; i < points; i++)
        {
            var point = new TrainingPoint(reader.ReadInt64(), reader.ReadDouble(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble());
            Require(point.Step > state.LastPoint && point.Step <= steps, $"found a point of the curve at step {point.Step} after step {state.LastPoint}");
            state.Curve.Add(point);
        }
        byte[] choices = reader.ReadBytes(Length(reader, 1, "bytes of the trainer"));
        using var trainer = new BinaryReader(new MemoryStream(choices));
        state.Trainer.Load(trainer);
        Require(trainer.BaseStream.Position == choices.Length, $"found {choices.Length} bytes of the trainer, of which it read {trainer.BaseStream.Position}");
    }

    private static void Compare(BinaryReader reader, (string Name, string Value)[] fingerprint)
    {
        int entries = reader.ReadInt32();
        Require(entries == fingerprint.Length, $"found {entries} entries of a fingerprint, expected {fingerprint.Length}");
        foreach ((string name, string value) in fingerprint)
        {
            string found = reader.ReadString(), saved = reader.ReadString();
            Require(found == name, $"found the entry {found} of a fingerprint, expected {name}");
            if (saved != value) throw new InvalidDataException($"of another run: its {name} was {saved}; here it is {value}.");
        }
    }

    /// <summary>Bytes of what <see cref="WriteTail"/> writes.</summary>
    private static long TailBytes(TrainingState state) => sizeof(long) + 3 * sizeof(int)
        + sizeof(float) * ((long)state.Optimizer.State.Length + state.Context.Model.Parameters.Length + state.Context.Model.Statistics.Length);

    private static void WriteTail(BinaryWriter writer, TrainingState state)
    {
        writer.Write(state.Optimizer.Steps);
        Write(writer, state.Optimizer.State);
        Write(writer, state.Context.Model.Parameters);
        Write(writer, state.Context.Model.Statistics);
    }

    private static void ReadTail(BinaryReader reader, TrainingState state)
    {
        long left = Left(reader), expected = TailBytes(state);
        Require(left == expected, $"found {left} bytes of parameters and what belongs to them, expected {expected}");
        state.Optimizer.Steps = Count(reader, "steps of the optimizer");
        long first = reader.BaseStream.Position;
        Skip(reader, state.Optimizer.State, "values of the optimizer");
        Skip(reader, state.Context.Model.Parameters, "parameters");
        Skip(reader, state.Context.Model.Statistics, "statistics");
        reader.BaseStream.Position = first; // all is well, and the model may change
        Read(reader, state.Optimizer.State);
        Read(reader, state.Context.Model.Parameters);
        Read(reader, state.Context.Model.Statistics);
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        foreach (float value in values) writer.Write(value);
    }

    private static void Skip(BinaryReader reader, ReadOnlySpan<float> values, string what)
    {
        int count = Length(reader, sizeof(float), what);
        Require(count == values.Length, $"found {count} {what}, expected {values.Length}");
        reader.BaseStream.Position += (long)count * sizeof(float);
    }

    private static void Read(BinaryReader reader, Span<float> values)
    {
        reader.ReadInt32(); // their number
        foreach (ref float value in values) value = reader.ReadSingle();
    }

    private static long Left(BinaryReader reader) => reader.BaseStream.Length - reader.BaseStream.Position;

    /// <summary>A number of entries that the rest of the file has room for.</summary>
    private static int Length(BinaryReader reader, int entryBytes, string what)
    {
        int count = reader.ReadInt32();
        Require(count >= 0 && (long)count * entryBytes <= Left(reader), $"found {count} {what} in {Left(reader)} bytes");
        return count;
    }

    private static long Count(BinaryReader reader, string what)
    {
        long count = reader.ReadInt64();
        Require(count >= 0, $"found {count} {what}");
        return count;
    }
}
