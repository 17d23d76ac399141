using System;
using System.Globalization;
using System.Threading;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Ranks;

/// <summary>The rows of one of many processes: a file of its own, or its part of a file that all read.</summary>
internal static class RankedInput
{
    private const string Placeholder = "{rank}";

    /// <summary>Loads them.</summary>
    /// <param name="request">What the user asked for about the input.</param>
    /// <param name="communicator">The processes.</param>
    /// <param name="cancellation">Ends the load.</param>
    /// <exception cref="InvalidInputException">Something about the input is wrong.</exception>
    public static InputData Load(InputRequest request, Communicator communicator, CancellationToken cancellation)
    {
        bool own = request.Source.Contains(Placeholder, StringComparison.Ordinal);
        InputData data = InputLoader.Load(
            request with
            {
                Source = Named(request.Source),
                WeightsFile = request.WeightsFile is { } weights ? Named(weights) : null,
                Part = own ? null : (communicator.Rank, communicator.Size),
            },
            cancellation);
        if (data.Ids.Length == 0 && data.Offset == 0) return data;
        data.Dispose();
        throw new InvalidInputException($"{MpiOption.Name}: found the summary {request.Source}, allowed are rows");

        string Named(string file) => file.Replace(Placeholder, communicator.Rank.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
