using System;
using System.Threading;

namespace HpcCoreset.Submodular;

/// <summary>An objective whose candidates are the rows of a call.</summary>
internal interface IRowObjective : IDisposable
{
    /// <summary>The objective as the optimizers see it.</summary>
    GreedyObjective Greedy { get; }

    /// <summary>Refuses rows and weights that it cannot work with, before anything is done.</summary>
    /// <exception cref="ArgumentException">They are not as they must be; the message says what and where.</exception>
    void Check(scoped Points points, scoped ReadOnlySpan<double> weights);

    /// <summary>Takes up rows that passed <see cref="Check"/> and stay pinned until <see cref="Release"/>, and makes room for a run on them.</summary>
    void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation);

    /// <summary>Lets go of the caller's rows.</summary>
    void Release();
}
