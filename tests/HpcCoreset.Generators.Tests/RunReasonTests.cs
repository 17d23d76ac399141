using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace HpcCoreset.Generators.Tests;

/// <summary>What makes the generator work again, and what must not: an editor runs it at every key.</summary>
public class RunReasonTests
{
    private const string Kernel = """
        namespace Demo;

        [CoresetKernel<Squared>(96)]
        internal readonly partial struct Embedding { }
        """;

    [Theory]
    [InlineData(Kernel + "\ninternal class Below { }")]
    [InlineData("// A comment that moves the kernel.\n\n\n" + Kernel)]
    public void Edits_elsewhere_emit_nothing(string edited)
    {
        CSharpCompilation before = Consumer.Compile(Kernel);
        GeneratorRun after = GeneratorRun.Of(before).Then(before.Edit(edited));

        Assert.Equal([IncrementalStepRunReason.Unchanged], after.Reasons(StepNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Cached], after.Reasons(StepNames.Valid));
        Assert.Equal([IncrementalStepRunReason.Cached], after.OutputReasons);
    }

    [Theory]
    [InlineData("96", "128")]
    [InlineData("<Squared>", "<Absolute>")]
    [InlineData("internal", "public")]
    [InlineData("namespace Demo", "namespace Other")]
    [InlineData("Embedding", "Renamed")]
    public void Edits_of_the_kernel_emit_again(string old, string replacement)
    {
        CSharpCompilation before = Consumer.Compile(Kernel);
        GeneratorRun after = GeneratorRun.Of(before).Then(before.Edit(Kernel.Replace(old, replacement)));

        Assert.Equal([IncrementalStepRunReason.Modified], after.Reasons(StepNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Modified], after.Reasons(StepNames.Valid));
        Assert.Equal([IncrementalStepRunReason.Modified], after.OutputReasons);
    }

    [Fact]
    public void A_metric_that_gains_the_inner_product_form_emits_again()
    {
        const string source = """
            [CoresetKernel<Mine>] internal readonly partial struct Kernel { }
            internal readonly struct Mine : IMetric
            {
                public static T Accumulate<T>(T sum, T x, T y) where T : struct, ILane<T> => sum;
                public static T Finish<T>(T sum) where T : struct, ILane<T> => sum;
                public static T FromInnerProduct<T>(T product, T x, T y) where T : struct, ILane<T> => product;
            }
            """;
        CSharpCompilation before = Consumer.Compile(source);
        GeneratorRun after = GeneratorRun.Of(before).Then(before.Edit(source.Replace(": IMetric", ": IInnerProductMetric")));

        Assert.Equal([IncrementalStepRunReason.Modified], after.Reasons(StepNames.Valid));
    }

    [Fact]
    public void Options_of_the_project_that_matter_emit_again()
    {
        CSharpCompilation before = Consumer.Compile(Kernel);
        GeneratorRun after = GeneratorRun.Of(before).Then(before.WithOptions(before.Options.WithOverflowChecks(true)));

        Assert.Equal([IncrementalStepRunReason.Modified], after.Reasons(StepNames.Valid));
    }

    [Fact]
    public void An_edit_of_one_kernel_leaves_the_others_alone()
    {
        const string other = "\n[CoresetKernel<Absolute>(3)] internal readonly partial struct Other { }";
        CSharpCompilation before = Consumer.Compile(Kernel + other);
        GeneratorRun after = GeneratorRun.Of(before).Then(before.Edit(Kernel.Replace("96", "97") + other));

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], after.Reasons(StepNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], after.OutputReasons.Order());
    }

    [Fact]
    public void A_kernel_that_breaks_a_rule_is_taken_away_and_comes_back()
    {
        CSharpCompilation before = Consumer.Compile(Kernel);
        GeneratorRun first = GeneratorRun.Of(before);
        GeneratorRun broken = first.Then(before.Edit(Kernel.Replace("partial", "")));
        GeneratorRun mended = broken.Then(before);

        Assert.Empty(broken.Files);
        Assert.Equal(first.Files.Single().SourceText.ToString(), mended.Files.Single().SourceText.ToString());
    }
}
