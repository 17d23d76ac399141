namespace HpcCoreset.Mpi;

/// <summary>What becomes of one number of every rank.</summary>
public enum Reduction
{
    /// <summary>Their sum. Of floating-point numbers it is rounded in an order that the library chooses.</summary>
    Sum,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The largest.</summary>
    Max,
}
