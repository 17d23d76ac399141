using System;

namespace HpcCoreset.Mpi;

/// <summary>A call of MPI failed, or there is no MPI; the message says which call, and in MPI's own words why.</summary>
public sealed class MpiException : Exception
{
    /// <summary>An exception with a message.</summary>
    /// <param name="message">What went wrong.</param>
    public MpiException(string message) : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="cause">Why.</param>
    public MpiException(string message, Exception cause) : base(message, cause)
    {
    }

    /// <summary>An exception that says nothing.</summary>
    public MpiException()
    {
    }
}
