using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using CsvHelper;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>
/// A file of results that a run can be killed on at any time: each is one line, written at once, and what is left of a torn one is removed. Two
/// lines of comment come first, the plan and the machine, so that the file says by itself what was asked.
/// </summary>
internal sealed class StudyLog : IDisposable
{
    private const string PlanMark = "# plan: ", MachineMark = "# begun on: ";
    private const int HeadLines = 3; // and the names of the columns

    private static readonly CsvReaderOptions s_reader = new() { Separator = ',' };
    private static readonly CsvWriterOptions s_writer = new() { NewLine = "\n" };

    private readonly FileStream _file;
    private readonly List<StudyRecord> _records;

    /// <summary>Opens a file, which may be that of a run before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="InvalidDataException">It has results of another plan, or something else; it is left as it was.</exception>
    public StudyLog(string path, StudyPlan plan)
    {
        _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            byte[] content = new byte[_file.Length];
            _file.ReadExactly(content);
            int length = Array.LastIndexOf(content, (byte)'\n') + 1;
            string text = Encoding.UTF8.GetString(content);
            bool isNew = text.Count('\n') < HeadLines // or killed before the first result
                && (text.StartsWith(PlanMark, StringComparison.Ordinal) || PlanMark.StartsWith(text, StringComparison.Ordinal));
            (string planned, _, _records) = isNew ? (plan.ToLine(), "", []) : Parse(Encoding.UTF8.GetString(content, 0, length), path);
            if (planned != plan.ToLine())
                throw new InvalidDataException($"{path}: found results of another plan. Plans do not change once there are results; give another file.");
            _file.SetLength(isNew ? 0 : length); // not before: it may be a file of something else
            _file.Position = _file.Length;
            if (isNew) Append($"{PlanMark}{plan.ToLine()}\n{MachineMark}{Machine.Description}\n{Line(csv => csv.WriteHeader<StudyRecord>())}");
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>All results.</summary>
    public IReadOnlyList<StudyRecord> Records => _records;

    /// <summary>Reads a file, which a run may be writing to.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The plan, where it was begun, and the results.</returns>
    public static (StudyPlan Plan, string Machine, IReadOnlyList<StudyRecord> Records) Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string text = reader.ReadToEnd();
        (string plan, string machine, List<StudyRecord> records) = Parse(text[..(text.LastIndexOf('\n') + 1)], path);
        return (StudyPlan.Parse(plan, path), machine, records);
    }

    /// <summary>Adds a result; it is on the disk afterwards.</summary>
    public void Add(StudyRecord record)
    {
        Append(Line(csv => csv.WriteRecord(record)));
        _records.Add(record);
    }

    public void Dispose() => _file.Dispose();

    private void Append(string text)
    {
        _file.Write(Encoding.UTF8.GetBytes(text));
        _file.Flush(flushToDisk: true);
    }

    private static string Line(Action<CsvWriter> write)
    {
        var text = new StringWriter();
        using (CsvWriter csv = CsvWriter.Create(text, s_writer)) write(csv);
        return text.ToString();
    }

    private static (string Plan, string Machine, List<StudyRecord> Records) Parse(string text, string path)
    {
        string[] head = text.Split('\n', HeadLines);
        if (head.Length < HeadLines || !head[0].StartsWith(PlanMark, StringComparison.Ordinal) || !head[1].StartsWith(MachineMark, StringComparison.Ordinal))
            throw new InvalidDataException($"{path}: found no plan in its first line; is it a file of results?");
        using CsvReader csv = CsvReader.Create(new StringReader(head[2]), s_reader);
        return (head[0][PlanMark.Length..], head[1][MachineMark.Length..], [.. csv.GetRecords<StudyRecord>()]);
    }
}
