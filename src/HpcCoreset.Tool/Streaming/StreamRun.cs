using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Streaming;

/// <summary>Feeds streams from inputs of any length, and merges those that were saved.</summary>
internal static class StreamRun
{
    private const int BlockValues = 1 << 16;

    /// <summary>Appends all rows of an input, of which one block at a time is in memory.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="rows">The input.</param>
    /// <param name="firstId">The number of the first row.</param>
    /// <param name="report">Is told how many rows were appended, if anyone looks.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="InvalidInputException">The input is not what it has to be, or the library refused its rows.</exception>
    public static void Append(CoresetStream stream, RowReader rows, long firstId, Action<double>? report, CancellationToken cancellation)
    {
        int dimension = rows.Dimension, most = Math.Max(1, BlockValues / dimension);
        var values = new float[most * dimension];
        var ids = new long[most];
        var weights = new double[most];
        for (long first = 0; ; first += most)
        {
            int count = 0;
            bool weighted = false;
            for (; count < most && rows.Read(values.AsSpan(count * dimension, dimension)); count++)
            {
                ids[count] = firstId + first + count;
                weighted |= rows.Weight is not null;
                weights[count] = rows.Weight ?? 1;
            }
            cancellation.ThrowIfCancellationRequested();
            if (count == 0 && first == 0) throw new InvalidInputException($"{rows.Name}: empty, at least one row is required");
            Append(stream, rows.Name, first, new Points(values.AsSpan(0, count * dimension), dimension), weighted ? weights.AsSpan(0, count) : [], ids.AsSpan(0, count));
            report?.Invoke(first + count);
            if (count < most) return;
        }
    }

    /// <summary>Merges summaries: streams in the order given, shards in that of their numbers.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="InvalidInputException">A file is none, is damaged, or does not go with those before.</exception>
    public static SummaryFile Merge(IReadOnlyList<string> paths, int threads, CancellationToken cancellation)
    {
        SummaryFile merged = Read(paths[0], threads);
        try
        {
            for (int i = 1; i < paths.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                using SummaryFile next = Read(paths[i], threads);
                try
                {
                    merged.Merge(next);
                }
                catch (ArgumentException refused)
                {
                    throw new InvalidInputException($"{paths[i]}: does not go with {(i == 1 ? paths[0] : "those before")}: {InvalidInputException.From(refused, paths[i]).Message}");
                }
            }
            return merged;
        }
        catch
        {
            merged.Dispose();
            throw;
        }
    }

    private static SummaryFile Read(string path, int threads)
    {
        using Stream file = SourceFile.Open(path);
        return SummaryFile.Read(file, path, threads);
    }

    private static void Append(CoresetStream stream, string name, long first, Points rows, Span<double> weights, Span<long> ids)
    {
        try
        {
            stream.Append(rows, weights, ids);
        }
        catch (ArgumentException refused)
        {
            throw new InvalidInputException($"{name}: in the rows from {first} on, of which that is row 0: {InvalidInputException.From(refused, name).Message}");
        }
    }
}
