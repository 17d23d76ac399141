using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HpcCoreset.Generators.Tests;

/// <summary>A user's compilation: one file of theirs, and one with two metrics to build kernels from.</summary>
internal static class Consumer
{
    /// <summary>Where the user's file is.</summary>
    public const string File = "Program.cs";

    private const string Usings = "using HpcCoreset; using Metrics;\n";

    private const string Metrics = """
        #pragma warning disable CS1591
        using HpcCoreset;

        namespace Metrics;

        public readonly struct Squared : IInnerProductMetric
        {
            public static T Accumulate<T>(T sum, T x, T y) where T : struct, ILane<T> => T.MultiplyAdd(x - y, x - y, sum);
            public static T Finish<T>(T sum) where T : struct, ILane<T> => sum;
            public static T FromInnerProduct<T>(T product, T x, T y) where T : struct, ILane<T> => x + y - product - product;
        }

        public readonly struct Absolute : IMetric
        {
            public static T Accumulate<T>(T sum, T x, T y) where T : struct, ILane<T> => sum + T.Abs(x - y);
            public static T Finish<T>(T sum) where T : struct, ILane<T> => sum;
        }
        """;

    private static readonly MetadataReference[] _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(IMetric).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Compile(
        string source,
        LanguageVersion language = LanguageVersion.Latest,
        NullableContextOptions nullable = NullableContextOptions.Enable,
        bool checkedArithmetic = false)
    {
        // Documentation is parsed as if the user's project wrote a documentation file, so that its warnings show too.
        CSharpParseOptions parse = new(language, DocumentationMode.Diagnose);
        CSharpCompilationOptions options = new(
            OutputKind.DynamicallyLinkedLibrary,
            checkOverflow: checkedArithmetic,
            allowUnsafe: false,
            warningLevel: 9999,
            generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: nullable);
        return CSharpCompilation.Create(
            "Consumer",
            [Parse(Usings + source, File, parse), Parse(Metrics, "Metrics.cs", parse)],
            _references,
            options);
    }

    /// <summary>The same compilation after an edit of the user's file.</summary>
    public static CSharpCompilation Edit(this CSharpCompilation compilation, string source)
    {
        SyntaxTree old = compilation.SyntaxTrees.Single(tree => tree.FilePath == File);
        return compilation.ReplaceSyntaxTree(old, Parse(Usings + source, File, (CSharpParseOptions)old.Options));
    }

    private static SyntaxTree Parse(string source, string path, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(source, options, path);
}
