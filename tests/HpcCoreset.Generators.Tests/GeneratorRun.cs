using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using HpcCoreset.Generators.Diagnostics;
using HpcCoreset.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace HpcCoreset.Generators.Tests;

/// <summary>One run of the generator over a compilation, with what every stage returned and why it ran.</summary>
internal sealed class GeneratorRun
{
    private static readonly string[] _steps = [.. typeof(StepNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    private readonly GeneratorDriver _driver;

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation compilation)
    {
        _driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Output = (CSharpCompilation)output;
    }

    /// <summary>The compilation with the emitted files.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>The emitted files.</summary>
    public ImmutableArray<GeneratedSourceResult> Files => Result.GeneratedSources;

    /// <summary>The specs that were emitted.</summary>
    public IEnumerable<KernelSpec> Specs => Steps(StepNames.Valid).SelectMany(step => step.Outputs).Select(output => (KernelSpec)output.Value);

    /// <summary>Why the files are what they are, one reason for each.</summary>
    public IEnumerable<IncrementalStepRunReason> OutputReasons =>
        Result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs).Select(output => output.Reason);

    private GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    public static GeneratorRun Of(CSharpCompilation compilation)
    {
        GeneratorDriverOptions options = new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);
        var driver = CSharpGeneratorDriver.Create(
            [new KernelGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options, driverOptions: options);
        GeneratorRun run = new(driver, compilation);
        Assert.Null(run.Result.Exception);
        return run;
    }

    /// <summary>The next run of the same generator, with what it kept from this one.</summary>
    public GeneratorRun Then(CSharpCompilation compilation) => new(_driver, compilation);

    /// <summary>Why the values of a stage are what they are, one reason for each.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) => Steps(step).SelectMany(run => run.Outputs).Select(output => output.Reason);

    /// <summary>What the analyzer says of the finished compilation.</summary>
    public ImmutableArray<Diagnostic> Analyze() =>
        Output.WithAnalyzers([new KernelAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

    /// <summary>
    /// Fails unless a second run on a clone finds every stage's value equal to what it kept, and nothing kept holds a compilation.
    /// </summary>
    public void AssertCached(CSharpCompilation compilation)
    {
        GeneratorRun again = Then(compilation.Clone());
        foreach (string step in _steps)
        {
            Assert.NotEmpty(again.Reasons(step));
            Assert.All(again.Reasons(step), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
            Assert.All(Steps(step).SelectMany(run => run.Outputs), output => ObjectGraph.AssertHoldsNoCompilation(output.Value));
        }
        Assert.All(again.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(Files.Select(file => (file.HintName, file.SourceText.ToString())), again.Files.Select(file => (file.HintName, file.SourceText.ToString())));
    }

    private ImmutableArray<IncrementalGeneratorRunStep> Steps(string name) =>
        Result.TrackedSteps.TryGetValue(name, out ImmutableArray<IncrementalGeneratorRunStep> steps) ? steps : [];
}
