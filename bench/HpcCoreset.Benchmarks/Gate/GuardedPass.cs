using System;

namespace HpcCoreset.Benchmarks.Gate;

/// <summary>A pass whose speed is guarded, and the peak of the machine that it is measured against.</summary>
/// <param name="Name">Which one, with its shape.</param>
/// <param name="Work">Flops, or bytes, of the whole pass: what <paramref name="Peak"/> counts.</param>
/// <param name="Part">Runs one of its <see cref="Parts"/> equal parts.</param>
/// <param name="Peak">Work per second of a fixed piece of code that the same unit of the machine limits, over one short burst.</param>
internal sealed record GuardedPass(string Name, double Work, Action<int> Part, Func<double> Peak)
{
    public const int Parts = 3;

    /// <summary>Runs it, slowed by running the first part twice.</summary>
    public void Run(bool slowed)
    {
        for (int part = 0; part < Parts; part++) Part(part);
        if (slowed) Part(0);
    }
}
