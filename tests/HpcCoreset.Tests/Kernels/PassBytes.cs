using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace HpcCoreset.Tests.Kernels;

/// <summary>All outputs of a kernel's passes as bytes.</summary>
internal static class PassBytes
{
    /// <summary>Problems for a kernel, with a number that chooses the similarity; dimensions around 128 for a kernel that takes any.</summary>
    public static IEnumerable<(Problem Problem, int Turn)> Problems(int dimension, int[] pointCounts)
    {
        int[] runtime = [1, 6, 19, 128, 129, 300];
        for (int turn = 0; turn < pointCounts.Length; turn++)
        {
            int d = dimension > 0 ? dimension : runtime[turn % runtime.Length];
            int rows = turn % 3 == 2 || d > 500 ? 65 : 130;
            yield return (new Problem(rows, pointCounts[turn], d, (Values)((turn + d) % Enum.GetValues<Values>().Length), seed: 7), turn);
        }
    }

    /// <summary>By pass. The similarities of a problem all run in Similarities, two of them in the passes of gains.</summary>
    public static Dictionary<string, byte[]> Of(KernelBodies bodies, Problem problem, int turn)
    {
        var runner = new PassRunner(bodies, problem);
        var passes = new Dictionary<string, byte[]>();
        (float[] nearest, int[] nearestOwner) = runner.Relax();
        passes["Relax"] = Join(Bytes(nearest), Bytes(nearestOwner));
        (int[] owner, float[] distance, float[] runnerUp, float[] sums) = runner.Assign();
        passes["Assign"] = Join(Bytes(owner), Bytes(distance), Bytes(runnerUp), Bytes(sums));
        Type[] similarities = [.. bodies.Similarities(problem)];
        foreach (Type similarity in similarities) passes[$"Similarities {similarity.Name}"] = Bytes(runner.Similarities(similarity));
        foreach (Type similarity in new[] { similarities[turn % similarities.Length], similarities[(turn + 3) % similarities.Length] }.Distinct())
        {
            float[] values = runner.Similarities(similarity);
            float[] covered = runner.Covered(values);
            passes[$"Gain {similarity.Name}"] = Bytes(runner.Gain(similarity, covered, start: 0.125));
            (double[] gains, double[] rowGains, float[] lowest) = runner.PairGains(similarity, covered, runner.PointCovered(values));
            passes[$"PairGains {similarity.Name}"] = Join(Bytes(gains), Bytes(rowGains), Bytes(lowest));
        }
        return passes;
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
