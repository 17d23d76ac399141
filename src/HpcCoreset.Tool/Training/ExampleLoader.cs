using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Samples;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Training;

/// <summary>From what the user asked for to examples to train on and to test on, scaled by what the former measure.</summary>
internal static class ExampleLoader
{
    /// <summary>What a user may give, for messages.</summary>
    public const string Allowed = "IDX (*-ubyte, *.idx) and .npy with --labels, .csv and .tsv with --label-column, LIBSVM (.libsvm, .svm), each of them as .gz "
        + "too, a folder with the files of MNIST, Fashion-MNIST, CIFAR-10 or CIFAR-100, or the sample 'digits'";

    /// <summary>Values of <c>--format</c>.</summary>
    public static readonly IReadOnlyDictionary<string, ExampleFormat> Words = new Dictionary<string, ExampleFormat>
    {
        ["idx"] = ExampleFormat.Idx,
        ["npy"] = ExampleFormat.Npy,
        ["csv"] = ExampleFormat.Delimited,
        ["libsvm"] = ExampleFormat.LibSvm,
    };

    private const double HeldOutShare = 0.2;
    private const int DigitsSide = 8;

    /// <summary>Loads.</summary>
    /// <param name="source">What the user asked for.</param>
    /// <param name="seed">Draws the examples that are held out where there are none to test on.</param>
    /// <param name="cancellation">Ends the load.</param>
    /// <exception cref="InvalidInputException">Options and input do not go together.</exception>
    /// <exception cref="DataFileException">A file is not what it has to be.</exception>
    public static (LabelledData Training, LabelledData Test) Load(ExampleSource source, ulong seed, CancellationToken cancellation)
    {
        if (source.Source == StandardInput.Name)
            throw new InvalidInputException($"INPUT: found - for standard input, which train does not read, as a run that goes on later needs its examples again; allowed are {Allowed}");
        if (Directory.Exists(source.Source))
        {
            Refuse(source, $"the folder {source.Source}, which has its labels and its test");
            return ImageFolder.Read(source.Source);
        }
        (LabelledData training, LabelledData? test) = Read(source, cancellation);
        if (test is not null && test.Shape != training.Shape)
            throw new InvalidInputException(
                $"--test: found examples of {Words(test.Shape)} in {source.Test}, allowed are {Words(training.Shape)} as in {source.Source}");
        if (test is not null && test.Classes > training.Classes)
            throw new InvalidInputException(
                $"--test: found the class {test.Classes - 1} in {source.Test}, allowed are 0 to {training.Classes - 1} as in {source.Source}");
        (training, test) = test is null ? Split(training, source.Source, seed) : (training, test);
        ChannelScaling scaling = training.Measure();
        return (training.With(scaling), test.With(scaling));

        static string Words(ExampleShape shape) => $"{shape.Height} x {shape.Width} x {shape.Channels} values";
    }

    private static (LabelledData Training, LabelledData? Test) Read(ExampleSource source, CancellationToken cancellation)
    {
        if (source.Source == DigitsSample.Name)
        {
            Refuse(source, $"the sample {DigitsSample.Name}, which has its labels and of which a fifth is held out");
            return (Digits(cancellation), null);
        }
        ExampleFormat format = source.Format ?? Of(source.Source);
        if (format is ExampleFormat.Delimited or ExampleFormat.LibSvm && (source.Labels ?? source.TestLabels) is not null)
            throw new InvalidInputException($"--labels, --test-labels: found the input {source.Source}, whose labels stand beside its values");
        if (format is not ExampleFormat.Delimited && source.LabelColumn is not null)
            throw new InvalidInputException($"--label-column: found the input {source.Source}, allowed are .csv and .tsv");
        if (format is not ExampleFormat.Delimited && source.HasHeader is not null)
            throw new InvalidInputException($"--header: found the input {source.Source}, allowed are .csv and .tsv");
        if (format is ExampleFormat.Delimited && source.Test is not null) CheckColumns(source);
        return format switch
        {
            ExampleFormat.Idx => Both(source, static (file, labels, before) => IdxData.Read(file, labels!, before?.Classes ?? 0)),
            ExampleFormat.Npy => Both(source, static (file, labels, before) => NpyData.Read(file, labels!, Names(before))),
            ExampleFormat.Delimited => Both(source, (file, _, before) => CsvData.Read(file, source.LabelColumn
                ?? throw new InvalidInputException($"--label-column: required for {source.Source}, the column of the labels"), Names(before), source.HasHeader)),
            _ => Both(source, static (file, _, before) => LibSvmData.Read(file, before?.InputLength ?? 0).ToClasses(Names(before))),
        };
    }

    /// <summary>Reads the examples to train on, and then those to test on, if any, in the classes of the former.</summary>
    private static (LabelledData Training, LabelledData? Test) Both(ExampleSource source, Func<string, string?, LabelledData?, LabelledData> read)
    {
        bool apart = (source.Format ?? Of(source.Source)) is ExampleFormat.Idx or ExampleFormat.Npy;
        if (apart && source.Labels is null) throw new InvalidInputException($"--labels: required for {source.Source}, one label per example");
        if (source.Test is null && source.TestLabels is not null) throw new InvalidInputException("--test-labels: allowed with --test only");
        if (apart && source.Test is not null && source.TestLabels is null)
            throw new InvalidInputException($"--test-labels: required for {source.Test}, one label per example");
        LabelledData training = read(source.Source, source.Labels, null);
        return (training, source.Test is null ? null : read(source.Test, source.TestLabels, training));
    }

    /// <summary>Columns go by their places: names that say that these are others are refused.</summary>
    private static void CheckColumns(ExampleSource source)
    {
        if (!CanReadTwice(source.Source) || !CanReadTwice(source.Test!)) return;
        if (Header(source.Source) is not { } names || Header(source.Test!) is not { } test) return;
        for (int column = 0; column < Math.Min(names.Count, test.Count); column++)
            if (names[column] != test[column])
                throw new InvalidInputException(
                    $"--test: found '{test[column]}' as the name of column {column} (counted from 0) of {source.Test}, allowed is '{names[column]}' as in {source.Source}");

        // A pipe has no length, and its first lines would be gone.
        static bool CanReadTwice(string path) => (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is FileInfo { Exists: true, Length: > 0 };

        IReadOnlyList<string>? Header(string path) => DataFile.Read(path, (stream, file) =>
        {
            using var text = new DelimitedText(stream, file, source.HasHeader);
            return text.Header;
        });
    }

    private static IReadOnlyList<string>? Names(LabelledData? before) => before is { ClassNames.Count: > 0 } ? before.ClassNames : null;

    private static (LabelledData Training, LabelledData Test) Split(LabelledData data, string name, ulong seed)
    {
        try
        {
            return data.Split(HeldOutShare, seed);
        }
        catch (ArgumentException)
        {
            throw new InvalidInputException($"{name}: found {data.Count} examples, too few to keep a fifth of any class for the test; --test names others");
        }
    }

    private static LabelledData Digits(CancellationToken cancellation)
    {
        using RowReader rows = DigitsSample.Open();
        using InputData data = rows.ReadAll(cancellation);
        float[] values = new float[data.Count * data.Dimension];
        for (int row = 0; row < data.Count; row++) data.Rows[row].CopyTo(values.AsSpan(row * data.Dimension));
        return new LabelledData(values, data.Labels!.Codes, new ExampleShape(DigitsSide, DigitsSide, 1));
    }

    private static ExampleFormat Of(string path)
    {
        string name = SourceFile.FormatName(path);
        return Path.GetExtension(name) is ".svm" or ".libsvm" ? ExampleFormat.LibSvm : InputFormats.Of(name) switch
        {
            InputFormat.Idx => ExampleFormat.Idx,
            InputFormat.Npy => ExampleFormat.Npy,
            InputFormat.Delimited => ExampleFormat.Delimited,
            _ => throw SourceFile.Unknown(path, "format", $"{Allowed}; --format names it", NearestName.Hint(path, [DigitsSample.Name])),
        };
    }

    /// <summary>Refuses options about an input that says all of it itself.</summary>
    private static void Refuse(ExampleSource given, string found)
    {
        (string Name, bool IsGiven)[] options =
        [
            ("--format", given.Format is not null), ("--labels", given.Labels is not null), ("--label-column", given.LabelColumn is not null),
            ("--test", given.Test is not null), ("--test-labels", given.TestLabels is not null), ("--header", given.HasHeader is not null),
        ];
        string wrong = string.Join(", ", options.Where(option => option.IsGiven).Select(option => option.Name));
        if (wrong.Length > 0) throw new InvalidInputException($"{wrong}: found {found}");
    }
}
