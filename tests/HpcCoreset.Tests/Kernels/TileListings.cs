using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>
/// The JIT's own listings of every tile that runs, on the best instruction set here and again without AVX-512: one process each, because a
/// process compiles the bodies of one instruction set only.
/// </summary>
public sealed partial class TileListings
{
    /// <summary>
    /// Without tiers nothing is compiled again in the background, whose listings could be written into the middle of another's. Tiles have no
    /// tiers: they are optimised at their first call.
    /// </summary>
    private static readonly (string Name, string Value) OneThread = ("DOTNET_TieredCompilation", "0");

    private readonly Dictionary<string, TileListing> _listings = [];

    public TileListings()
    {
        Add();
        Add(("DOTNET_EnableAVX512", "0"));
    }

    /// <summary>A method's listing, or null if it never ran.</summary>
    internal TileListing? this[string kernel, string method] => _listings.GetValueOrDefault($"{kernel}:{method}");

    /// <summary>Runs in a process of its own: per kernel a panel against 11 points, so tiles of each width, and against one after the other; products of each height.</summary>
    internal static void RunTiles()
    {
        foreach (Type kernel in KernelBodies.All)
        {
            var bodies = new KernelBodies(kernel);
            var runner = new PassRunner(bodies, new Problem(Problem.Lanes, 11, bodies.Dimension > 0 ? bodies.Dimension : 200, Values.Uniform));
            runner.Assign();
            runner.Relax();
        }
        for (int height = 1; height <= 24; height++)
        {
            ProductCases.Multiply(height, add: false, Fence.Canaries);
            ProductCases.Outer(height, add: false, Fence.Canaries);
        }
    }

    private void Add(params (string Name, string Value)[] environment)
    {
        string file = Path.GetTempFileName();
        try
        {
            (int exitCode, _, string error) = Child.Run(
                typeof(TileListings), nameof(RunTiles), [],
                [.. environment, OneThread, ("DOTNET_JitDisasm", "Sums* RelaxTile* Multiply* Outer*"), ("DOTNET_JitStdOutFile", file)]);
            Assert.True(exitCode == 0, error);
            foreach (string listing in File.ReadAllText(file).Split("; Assembly listing for method ").Skip(1))
                _listings[Name().Match(listing).Groups[1].Value] = new TileListing(listing.Split('\n'));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"(\w+:\w+)\(")]
    private static partial Regex Name();
}
