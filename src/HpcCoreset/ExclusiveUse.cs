using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace HpcCoreset;

/// <summary>
/// Refuses a second call while one is running: selectors own one workspace, and two calls in it would write through each other's
/// pointers. Costs one interlocked instruction per call.
/// </summary>
internal struct ExclusiveUse
{
    private int _taken;

    /// <summary>Takes the object for this call, until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">Another call has it.</exception>
    [UnscopedRef]
    public Call Enter()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
            throw new InvalidOperationException("Another call is running on this object; use one per thread.");
        return new Call(ref _taken);
    }

    /// <summary>A call in progress.</summary>
    public readonly ref struct Call(ref int taken)
    {
        private readonly ref int _taken = ref taken;

        public void Dispose() => Volatile.Write(ref _taken, 0);
    }
}
