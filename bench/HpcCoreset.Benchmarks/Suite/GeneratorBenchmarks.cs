using System;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Attributes;
using HpcCoreset.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HpcCoreset.Benchmarks.Suite;

/// <summary>What the generator costs a compilation: its first run, and the one that an editor asks for after every key.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private static readonly MetadataReference[] _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(IMetric).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private CSharpCompilation _compilation = null!;
    private CSharpCompilation _edited = null!;
    private GeneratorDriver _afterFirst = null!;

    [Params(1, 50)]
    public int Kernels { get; set; }

    [GlobalSetup]
    public void MakeCompilation()
    {
        SyntaxTree kernels = CSharpSyntaxTree.ParseText("using HpcCoreset;\n" + string.Concat(Enumerable.Range(1, Kernels).Select(i =>
            $"[CoresetKernel<SquaredEuclidean>({10 * i})] internal readonly partial struct Kernel{i};\n")));
        SyntaxTree other = CSharpSyntaxTree.ParseText("internal class Elsewhere { }");
        _compilation = CSharpCompilation.Create(
            "Consumer", [kernels, other], _references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _edited = _compilation.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("internal class Elsewhere { int _typed; }"));
        _afterFirst = Driver().RunGenerators(_compilation);
    }

    [Benchmark]
    public object FirstRun() => Driver().RunGenerators(_compilation);

    [Benchmark]
    public object AfterUnrelatedEdit() => _afterFirst.RunGenerators(_edited);

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(new KernelGenerator());
}
