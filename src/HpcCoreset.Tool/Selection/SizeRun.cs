using System;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Selection;

/// <summary>Finds how many rows <c>--epsilon</c> asks for.</summary>
internal static class SizeRun
{
    private const int Bars = 100;

    /// <summary>Searches, from the smallest size that the request names on.</summary>
    /// <param name="data">The rows and their weights.</param>
    /// <param name="request">What the user asked for, an epsilon among it.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="InvalidInputException">The library refused the rows or the request.</exception>
    public static SizeChoice Choose(
        InputData data, SelectionRequest request, ProgressDisplay progress, CancellationToken cancellation)
    {
        try
        {
            return progress.Run("finding the size", "%", Bars, report =>
            {
                double share = 0;
                using var search = new SizeSearch(new()
                {
                    Epsilon = request.Epsilon!.Value,
                    Coreset = ClusteringConstruction.Options(request),
                    // How many sizes will be tried is not known: every one takes the bar an eighth of what is left further.
                    Progress = report is null ? null : new ProgressCallback<SizeTrial>(_ => report(share += (Bars - share) / 8)),
                });
                return search.ChooseSize(data.Points, data.Weights, cancellation);
            });
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, data.Name);
        }
    }
}
