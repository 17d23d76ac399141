using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace HpcCoreset.Generators.Tests;

/// <summary>
/// The emitted text, to be read in review. A test fails where the text has drifted; run with <c>UPDATE_SNAPSHOTS=1</c> to accept it.
/// </summary>
public class SnapshotTests
{
    [Fact]
    public void A_dimension_small_enough_to_unroll() => Check("small", """
        namespace Demo;

        [CoresetKernel<Squared>(dimension: 2)]
        public readonly partial struct Plane;
        """);

    [Fact]
    public void A_nested_kernel_of_any_dimension_with_a_direct_metric() => Check("nested", """
        namespace Demo;

        internal static partial class Search
        {
            [CoresetKernel<Absolute>]
            private readonly partial struct Anything;
        }
        """);

    private static void Check(string name, string source)
    {
        CSharpCompilation compilation = Consumer.Compile(source);
        GeneratorRun run = GeneratorRun.Of(compilation);
        run.AssertCached(compilation);

        string emitted = run.Files.Single().SourceText.ToString();
        string path = Path.Combine(Folder(), $"{name}.g.cs.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, emitted);
        Assert.True(File.Exists(path), $"{path} is missing; run with UPDATE_SNAPSHOTS=1");
        Assert.Equal(File.ReadAllText(path), emitted);
    }

    private static string Folder()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HpcCoreset.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "tests", "HpcCoreset.Generators.Tests", "Snapshots");
    }
}
