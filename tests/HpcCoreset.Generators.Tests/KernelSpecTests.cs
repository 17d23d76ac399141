using System.Linq;
using HpcCoreset.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace HpcCoreset.Generators.Tests;

/// <summary>What the templates are told of a kernel.</summary>
public class KernelSpecTests
{
    [Fact]
    public void A_kernel_is_told_in_full()
    {
        KernelSpec spec = Parse("namespace A.B; [CoresetKernel<Squared>(dimension: 96)] public readonly partial struct Embedding;");

        Assert.Equal(
            new KernelSpec(
                spec.HintName, "A.B", new([]), "Embedding", "public",
                "global::Metrics.Squared", "Squared", MetricKind.InnerProduct, 96, spec.Compilation),
            spec);
    }

    [Fact]
    public void Without_a_dimension_it_is_known_at_run_time_only()
    {
        KernelSpec spec = Parse("[CoresetKernel<Absolute>] readonly partial struct K;");

        Assert.Equal(("", MetricKind.Direct, 0), (spec.Namespace, spec.MetricKind, spec.Dimension));
    }

    [Fact]
    public void Types_around_a_kernel_come_outermost_first()
    {
        KernelSpec spec = Parse("""
            static partial class A { partial interface B { readonly ref partial struct C { partial record D { partial record struct E {
                [CoresetKernel<Squared>] private readonly partial struct K;
            } } } } }
            """);

        Assert.Equal(
            [new("class", "A"), new("interface", "B"), new("struct", "C"), new("record", "D"), new("record struct", "E")],
            spec.ContainingTypes);
        Assert.Equal("private", spec.Accessibility);
    }

    [Fact]
    public void Keywords_as_names_are_escaped()
    {
        KernelSpec spec = Parse("""
            namespace @class.@in { partial class @int { [CoresetKernel<@struct>(2)] readonly partial struct @event; } }
            readonly struct @struct : IMetric
            {
                public static T Accumulate<T>(T sum, T x, T y) where T : struct, ILane<T> => sum;
                public static T Finish<T>(T sum) where T : struct, ILane<T> => sum;
            }
            """);

        Assert.Equal(
            ("@class.@in", "@int", "@event", "global::@struct"),
            (spec.Namespace, spec.ContainingTypes.Single().Name, spec.Name, spec.Metric));
    }

    [Fact]
    public void A_generic_metric_is_named_with_its_arguments()
    {
        KernelSpec spec = Parse("""
            namespace Mine;
            [CoresetKernel<Scaled<Metrics.Absolute, string>>] readonly partial struct K;
            readonly struct Scaled<TInner, T2> : IMetric
            {
                public static T Accumulate<T>(T sum, T x, T y) where T : struct, ILane<T> => sum;
                public static T Finish<T>(T sum) where T : struct, ILane<T> => sum;
            }
            """);

        Assert.Equal("global::Mine.Scaled<global::Metrics.Absolute, string>", spec.Metric);
    }

    [Fact]
    public void The_projects_options_are_told()
    {
        const string kernel = "[CoresetKernel<Squared>] readonly partial struct K;";

        Assert.Equal(
            new CompilationSpec(LanguageVersion.CSharp11, CheckedArithmetic: true, NullableEnabled: false),
            GeneratorRun.Of(Consumer.Compile(kernel.Replace(";", "{ }"), LanguageVersion.CSharp11, NullableContextOptions.Disable, checkedArithmetic: true))
                .Specs.Single().Compilation);
        Assert.Equal(
            new CompilationSpec(LanguageVersion.Latest.MapSpecifiedToEffectiveVersion(), CheckedArithmetic: false, NullableEnabled: true),
            Parse(kernel).Compilation);
    }

    private static KernelSpec Parse(string source) => GeneratorRun.Of(Consumer.Compile(source)).Specs.Single();
}
