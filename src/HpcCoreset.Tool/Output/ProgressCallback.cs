using System;

namespace HpcCoreset.Tool.Output;

/// <summary>
/// Progress that is told at once, on the thread that makes it (<see cref="Progress{T}"/> would post it to the thread pool).
/// </summary>
/// <typeparam name="T">What is told.</typeparam>
/// <param name="report">Is told.</param>
internal sealed class ProgressCallback<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
