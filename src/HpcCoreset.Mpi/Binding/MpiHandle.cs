namespace HpcCoreset.Mpi;

/// <summary>A handle of MPI: where a symbol of the library stands, or a number from its header.</summary>
/// <param name="Symbol">The symbol, or null.</param>
/// <param name="Number">The number, if there is no symbol.</param>
internal readonly record struct MpiHandle(string? Symbol, nint Number = 0);
