using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace HpcCoreset;

/// <summary>
/// Refuses a second call while one is running, and every call once the object was disposed: selectors own one workspace, and two calls in
/// it would write through each other's pointers. Costs two interlocked instructions per call.
/// </summary>
internal struct ExclusiveUse
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Closed = 2;
    private int _state;

    /// <summary>Takes the object for this call, until the result is disposed.</summary>
    /// <param name="owner">The object, which an exception names.</param>
    /// <exception cref="InvalidOperationException">Another call has it.</exception>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    [UnscopedRef]
    public Call Enter(object owner)
    {
        int before = Interlocked.CompareExchange(ref _state, Taken, Free);
        ObjectDisposedException.ThrowIf(before == Closed, owner);
        if (before == Taken) throw new InvalidOperationException("Another call is running on this object; use one per thread.");
        return new Call(ref _state);
    }

    /// <summary>Refuses calls from now on.</summary>
    public void Close() => Volatile.Write(ref _state, Closed);

    /// <summary>A call in progress.</summary>
    public readonly ref struct Call(ref int state)
    {
        private readonly ref int _state = ref state;

        public void Dispose() => Interlocked.CompareExchange(ref _state, Free, Taken);
    }
}
