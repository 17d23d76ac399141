using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace HpcCoreset.Docs.Tests;

/// <summary>The files that the tests compare.</summary>
internal static class Repository
{
    private static readonly string Root = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(setting => setting.Key == "Repository").Value!);

    /// <summary>The pages whose code is tested.</summary>
    public static IEnumerable<string> Pages =>
    [
        PathOf("README.md"), .. Directory.GetFiles(PathOf("docs"), "*.md").Order(), .. Directory.GetFiles(PathOf("docs/selectors"), "*.md").Order(),
        .. Directory.GetDirectories(PathOf("src")).Select(project => Path.Combine(project, "README.md")).Where(File.Exists).Order(),
    ];

    /// <summary>The sources of the examples.</summary>
    public static IEnumerable<string> Examples => Directory.GetFiles(PathOf("tests/HpcCoreset.Docs.Tests/Examples"), "*.cs").Order();

    /// <summary>What the benchmarks printed.</summary>
    public static IEnumerable<string> Results => Directory.GetFiles(PathOf("bench/results"), "*.md", SearchOption.AllDirectories).Order();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");
}
