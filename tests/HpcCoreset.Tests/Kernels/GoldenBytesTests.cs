using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>
/// The bytes of every pass are those of the committed file, on every machine and with every instruction set switched off: the file was
/// written with AVX-512, so a run without it that passes computed the same bits without it. <c>UPDATE_SNAPSHOTS=1</c> accepts new bytes.
/// </summary>
[Trait("Switches", "true")]
public class GoldenBytesTests
{
    private static readonly string[] _names =
    [
        "SquaredEuclideanAny", "SquaredEuclidean3", "SquaredEuclidean64", "SquaredEuclidean384", "Squared17", "Squared129", "Euclidean17",
        "Cosine129", "ManhattanAny", "Dot33", "HuberAny", "Chebyshev257",
    ];

    [Fact]
    public void Every_pass_computes_the_committed_bytes()
    {
        string[] found = [.. _names.SelectMany(Lines).Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(Golden(), string.Join('\n', found) + '\n');
        string[] committed = File.ReadAllLines(Golden());
        string[] differing = [.. found.Except(committed)];
        Assert.True(differing.Length == 0, "not in golden.txt:\n" + string.Join('\n', differing));
        Assert.Equal(committed.Length, found.Length);
    }

    private static string Golden()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HpcCoreset.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "tests", "HpcCoreset.Tests", "Kernels", "golden.txt");
    }

    /// <summary>One line per pass: kernel, pass, SHA-256 of all its outputs on all problems.</summary>
    private static IEnumerable<string> Lines(string name)
    {
        var bodies = new KernelBodies(KernelBodies.All.Single(kernel => kernel.Name == name));
        var passes = new SortedDictionary<string, IncrementalHash>(StringComparer.Ordinal);
        foreach ((Problem problem, int turn) in PassBytes.Problems(bodies.Dimension, [1, 3, 8, 13]))
        {
            foreach ((string pass, byte[] bytes) in PassBytes.Of(bodies, problem, turn))
            {
                if (!passes.TryGetValue(pass, out IncrementalHash? hash))
                    passes[pass] = hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                hash.AppendData(Encoding.UTF8.GetBytes(problem.ToString()));
                hash.AppendData(bytes);
            }
        }
        foreach ((string pass, IncrementalHash hash) in passes)
        {
            yield return $"{name} {pass} {Convert.ToHexStringLower(hash.GetHashAndReset())}";
            hash.Dispose();
        }
    }
}
