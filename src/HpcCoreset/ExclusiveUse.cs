using System;
using System.Threading;

namespace HpcCoreset;

/// <summary>
/// Refuses a second call while one is running: selectors own one workspace, and two calls in it would write through each other's
/// pointers. Costs one interlocked instruction per call.
/// </summary>
internal struct ExclusiveUse
{
    private int _taken;

    /// <summary>Takes the selector for this call.</summary>
    /// <exception cref="InvalidOperationException">Another call has it.</exception>
    public void Enter()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
            throw new InvalidOperationException("Another call is running on this object; use one per thread.");
    }

    /// <summary>Gives it back.</summary>
    public void Leave() => Volatile.Write(ref _taken, 0);
}
