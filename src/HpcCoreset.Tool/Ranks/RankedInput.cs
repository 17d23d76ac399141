using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Ranks;

/// <summary>The rows of one of many processes: a file of its own, or its part of a file that all read.</summary>
internal static class RankedInput
{
    private const string Placeholder = "{rank}";

    /// <summary>Whether a path stands for one of each process.</summary>
    /// <param name="path">The path.</param>
    public static bool IsOfEach(string path) => path.Contains(Placeholder, StringComparison.Ordinal);

    /// <summary>What the paths of all processes look like.</summary>
    /// <param name="path">A path that stands for one of each.</param>
    public static Regex Pattern(string path) =>
        new($"^{string.Join("[0-9]+", path.Split(Placeholder).Select(Regex.Escape))}$", RegexOptions.CultureInvariant);

    /// <summary>The path of one process.</summary>
    /// <param name="path">The path.</param>
    /// <param name="communicator">The processes.</param>
    public static string Named(string path, Communicator communicator) =>
        path.Replace(Placeholder, communicator.Rank.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Loads them, and transforms them if asked to.</summary>
    /// <param name="request">What the user asked for about the input.</param>
    /// <param name="ranks">The processes.</param>
    /// <param name="cancellation">Ends the load.</param>
    /// <exception cref="RankFault">Something about the input of some process is wrong.</exception>
    public static InputData Load(InputRequest request, RankProcess ranks, CancellationToken cancellation)
    {
        // Of a file that all read every process knows the columns of all rows; of its own file it knows its part of the sums.
        bool shares = IsOfEach(request.Source) && request.Standardize;
        InputData data = ranks.Together(() => Load(
            shares ? request with { Standardize = false, Normalize = false, MayMap = false } : request, ranks.Communicator, cancellation));
        if (!shares) return data;
        data.Standardization = RankProcess.Alike(request.Source, () =>
        {
            Agreement.Same(ranks.Communicator, data.Dimension, "points: columns");
            return Standardization.Of(data.Rows, new CommunicatorGroup(ranks.Communicator));
        });
        return ranks.Together(() =>
        {
            InputLoader.Transform(data, data.Standardization, request);
            return data;
        });
    }

    /// <summary>Loads the rows of one process as they stand in the file.</summary>
    /// <param name="request">What the user asked for about the input.</param>
    /// <param name="communicator">The processes.</param>
    /// <param name="cancellation">Ends the load.</param>
    public static InputData LoadOriginal(InputRequest request, Communicator communicator, CancellationToken cancellation) =>
        Load(request with { Standardize = false, Normalize = false }, communicator, cancellation);

    private static InputData Load(InputRequest request, Communicator communicator, CancellationToken cancellation)
    {
        InputData data = InputLoader.Load(
            request with
            {
                Source = Named(request.Source, communicator),
                WeightsFile = request.WeightsFile is { } weights ? Named(weights, communicator) : null,
                Part = IsOfEach(request.Source) ? null : (communicator.Rank, communicator.Size),
            },
            cancellation);
        if (data.Ids.Length == 0 && data.Offset == 0) return data;
        data.Dispose();
        throw new InvalidInputException($"{MpiOption.Name}: found the summary {request.Source}, allowed are rows");
    }
}
