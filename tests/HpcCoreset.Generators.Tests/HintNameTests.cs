using System;
using System.IO;
using System.Linq;
using Xunit;

namespace HpcCoreset.Generators.Tests;

public class HintNameTests
{
    [Fact]
    public void Kernels_of_one_name_get_files_of_their_own()
    {
        string[] names = Names("""
            [CoresetKernel<Squared>] readonly partial struct Kernel { }
            [CoresetKernel<Squared>] readonly partial struct KERNEL { }
            namespace A
            {
                [CoresetKernel<Squared>] readonly partial struct Kernel { }
                partial class B { [CoresetKernel<Squared>] readonly partial struct Kernel { } }
            }
            namespace A.C { [CoresetKernel<Squared>] readonly partial struct Kernel { } }
            partial class A_C { [CoresetKernel<Squared>] readonly partial struct Kernel { } }
            """);

        Assert.Equal(6, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_name_starts_with_the_kernels_and_never_changes() =>
        Assert.Equal(["Embedding96.73560f50b05e42d7.g.cs"], Names("namespace Demo; [CoresetKernel<Squared>(96)] readonly partial struct Embedding96 { }"));

    [Theory]
    [InlineData("@event")]
    [InlineData("Größe")]
    [InlineData("AVeryLongNameThatGoesOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOn")]
    public void A_name_is_a_legal_and_short_file_name(string kernel)
    {
        string name = Names($"[CoresetKernel<Squared>] readonly partial struct {kernel} {{ }}").Single();

        Assert.DoesNotContain(name, letter => Path.GetInvalidFileNameChars().Contains(letter) || letter == '@');
        Assert.InRange(name.Length, 1, 64);
    }

    private static string[] Names(string source) => [.. GeneratorRun.Of(Consumer.Compile(source)).Files.Select(file => file.HintName)];
}
