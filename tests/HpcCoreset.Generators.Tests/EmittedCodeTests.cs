using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace HpcCoreset.Generators.Tests;

/// <summary>Emitted code in projects that are not ours: whatever their settings, not one warning.</summary>
public class EmittedCodeTests
{
    // Names that emitted code may not stumble over: keywords, a metric outside any namespace, types that hide those of the framework.
    private const string Kernels = """
        /// <summary>Documented.</summary>
        [CoresetKernel<Squared>(3)] public readonly partial struct Unrolled { }

        namespace A.@class
        {
            internal static partial class Outer
            {
                internal partial interface IInner
                {
                    [CoresetKernel<Absolute>(96)] private readonly partial struct Looped { }

                    [global::System.Obsolete, CoresetKernel<Zero<string>>] private readonly partial struct @event { }
                }

                private class System { }
            }

            internal class Unsafe { }

            internal class MethodImplAttribute { }
        }

        [global::System.Obsolete]
        internal readonly struct Zero<TTag> : IMetric
        {
            public static T Accumulate<T>(T sum, T x, T y) where T : struct, ILane<T> => sum;
            public static T Finish<T>(T sum) where T : struct, ILane<T> => sum;
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp11, NullableContextOptions.Enable, false)]
    [InlineData(LanguageVersion.CSharp11, NullableContextOptions.Disable, true)]
    [InlineData(LanguageVersion.Latest, NullableContextOptions.Enable, true)]
    [InlineData(LanguageVersion.Latest, NullableContextOptions.Disable, false)]
    public void It_compiles_without_a_warning(LanguageVersion language, NullableContextOptions nullable, bool checkedArithmetic)
    {
        GeneratorRun run = GeneratorRun.Of(Consumer.Compile(Kernels, language, nullable, checkedArithmetic));

        Assert.Equal(3, run.Files.Length);
        Assert.DoesNotContain(run.Output.Emit(Stream.Null).Diagnostics, told => told.Severity > DiagnosticSeverity.Info);
        Assert.Empty(run.Analyze());
    }

    [Fact]
    public void Its_text_does_not_depend_on_the_culture()
    {
        // Finnish, as far as numbers go; made by hand because a machine need not have any culture installed.
        var finnish = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (finnish.NumberFormat.NegativeSign, finnish.NumberFormat.NumberDecimalSeparator) = ("\u2212", ",");
        string[] expected = Emit();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = finnish;
            Assert.Equal(expected, Emit());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Its_lines_end_the_same_everywhere() => Assert.All(Emit(), text => Assert.DoesNotContain('\r', text));

    [Fact]
    public void Its_text_is_the_same_in_every_run() => Assert.Equal(Emit(), Emit());

    private static string[] Emit() => [.. GeneratorRun.Of(Consumer.Compile(Kernels)).Files.Select(file => file.SourceText.ToString())];
}
