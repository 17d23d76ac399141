using System;
using HpcCoreset.Training.Convex;

namespace HpcCoreset.Benchmarks.Convex;

/// <summary>What to train on.</summary>
internal enum CraigRows
{
    /// <summary>All rows.</summary>
    All,

    /// <summary>The weighted picks of CRAIG.</summary>
    Craig,

    /// <summary>As many rows at random, of weight 1.</summary>
    Random,
}

/// <summary>A way to train, as tables call it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rows">On what.</param>
/// <param name="Method">How.</param>
internal sealed record CraigArm(string Name, CraigRows Rows, ConvexMethod Method)
{
    /// <summary>Rows of a subset, of all.</summary>
    public const double Share = 0.3;

    /// <summary>Most epochs on all rows, and on a subset: those of the authors' code, 20 and 25 + 5 / share.</summary>
    public const int EpochsOnAll = 20, EpochsOnSubset = 42;

    /// <summary>Most epochs.</summary>
    public int Epochs => Rows == CraigRows.All ? EpochsOnAll : EpochsOnSubset;

    /// <summary>Gradients of rows in so many epochs, in units of all rows; a full gradient counts as one for each row.</summary>
    public double Passes(int epochs) =>
        (Rows == CraigRows.All ? 1 : Share) * (epochs + (Method == ConvexMethod.Sgd ? 0 : Method == ConvexMethod.Saga ? 1 : Math.Ceiling(epochs / 2.0)));
}
