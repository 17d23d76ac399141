using System;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using HpcCoreset.Files;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Projection;
using HpcCoreset.Tool.Samples;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>project</c>: rows of any length, such as gradients, to a few thousand values that keep inner products.</summary>
internal sealed class ProjectCommand : Command
{
    private readonly CommandContext _context;
    private readonly Argument<string> _input = new("INPUT")
    {
        Description = $"{InputFormats.Allowed}; read once, a row at a time",
        CompletionSources = { DigitsSample.Name },
    };
    private readonly SourceOptions _source = new();
    private readonly Option<int?> _dimension = TypedOptions.Number<int>(
        "--dimension-output", "values per projected row, such as 4096; inner products are off by some 1 / sqrt of this, relative to the rows' lengths",
        static dimension => dimension is >= 64 and <= 262_144 && dimension % 4 == 0, "multiples of 4 from 64 to 262144");
    private readonly Option<bool> _normalize = new("--normalize") { Description = "projected rows of length 1, whose inner products are cosines" };
    private readonly Option<bool> _half = new("--float16") { Description = "write float16, half the bytes of float32; with --normalize no value is too large for it" };
    private readonly Option<string?> _output = TypedOptions.File("--output", "where the projected rows go: a .npy file, which select takes as INPUT and as --query");
    private readonly Option<ulong?> _seed = RunOptions.CreateSeed("rows are comparable if they were projected with the same seed to the same dimension; default 0");
    private readonly RunOptions _run = new();

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public ProjectCommand(CommandContext context) : base(
        "project", "Project rows, such as gradients with millions of values, to fewer that keep inner products on average.")
    {
        _context = context;
        _dimension.Required = true;
        _output.Required = true;
        Add(_input);
        _source.AddTo(this);
        foreach (Option option in (Option[])[_dimension, _normalize, _half, _output, _seed]) Add(option);
        _run.AddSummaryTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        (string input, string output) = (parsed.GetRequiredValue(_input), parsed.GetRequiredValue(_output)!);
        new OutputPaths(input).Check("--output", output, ".npy");
        var projection = new SparseProjection(parsed.GetRequiredValue(_dimension)!.Value, parsed.GetValue(_seed) ?? 0);
        long started = Stopwatch.GetTimestamp();
        using RowReader rows = InputLoader.Open(_source.Read(parsed, input));
        int count = 0;
        using var files = new OutputFiles();
        files.Write(output, stream =>
        {
            var writer = new ProjectionRun(projection, parsed.GetValue(_normalize), parsed.GetValue(_half));
            var progress = new ProgressDisplay(_context.Error, _context.Interactive);
            count = rows.Count is { } total
                ? progress.Run("projecting", "rows", total, report => writer.Write(stream, rows, report, _context.Cancellation))
                : writer.Write(stream, rows, null, _context.Cancellation); // nobody knows how much is to come
        });
        files.Commit();
        if (_run.Summary(parsed) is not null) Summary.WriteJson(_context.Out, Summarise(rows, projection, count, Stopwatch.GetElapsedTime(started)));
        return ExitCode.Done;
    }

    private static JsonObject Summarise(RowReader rows, SparseProjection projection, int count, TimeSpan elapsed) => new()
    {
        ["rows"] = count,
        ["dimension"] = rows.Dimension,
        ["dimension_output"] = projection.Dimension,
        ["seconds"] = elapsed.TotalSeconds,
        ["values_per_second"] = (double)count * rows.Dimension / elapsed.TotalSeconds,
        ["peak_rss_bytes"] = Summary.PeakResidentBytes,
        ["seed"] = projection.Seed,
    };
}
