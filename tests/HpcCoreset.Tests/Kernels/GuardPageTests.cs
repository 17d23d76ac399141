using System;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>No pass touches a byte outside of the buffers that its contract names; a crash is told by the case that was running.</summary>
public class GuardPageTests
{
    [Theory]
    [InlineData("PageAfter", "RunPasses")]
    [InlineData("PageBefore", "RunPasses")]
    [InlineData("PageAfter", "RunSteps")]
    [InlineData("PageBefore", "RunSteps")]
    [InlineData("PageAfter", "RunNarrowRows")]
    [InlineData("PageBefore", "RunNarrowRows")]
    [InlineData("PageAfter", "RunProducts")]
    [InlineData("PageBefore", "RunProducts")]
    [InlineData("PageAfter", "RunFactored")]
    [InlineData("PageBefore", "RunFactored")]
    public void No_read_crosses_into_an_unmapped_page_and_no_write_into_a_canary(string fence, string what)
    {
        (int exitCode, string output, string error) = Child.Run(typeof(GuardPageChild), what, [fence]);
        Assert.True(exitCode == 0 && LastLine(output) == GuardPageChild.Done, $"exit {exitCode} in {LastLine(output)}\n{error}");
        Assert.True(output.Split('\n').Length > 45, "the child ran too few cases");
    }

    [Theory]
    [InlineData("PageAfter")]
    [InlineData("PageBefore")]
    public void On_Linux_a_read_one_float_outside_ends_the_process_and_its_last_line_says_where(string fence)
    {
        (int exitCode, string output, _) = Child.Run(typeof(GuardPageChild), "Overrun", [fence]);
        Assert.Equal(OperatingSystem.IsLinux() ? "outside" : GuardPageChild.Done, LastLine(output));
        Assert.Equal(OperatingSystem.IsLinux(), exitCode != 0);
    }

    [Theory]
    [InlineData(-1, "outside of a buffer of 12 bytes")]
    [InlineData(3, "outside of a buffer of 12 bytes")]
    [InlineData(1, "changed an input of 12 bytes")]
    public unsafe void A_write_outside_of_a_buffer_or_into_an_input_is_found(int index, string message)
    {
        using var memory = new KernelMemory(Fence.Canaries);
        memory.Input([1, 2, 3])[index] = 42;
        Assert.Contains(message, Assert.ThrowsAny<Exception>(() => memory.Check("it")).Message, StringComparison.Ordinal);
    }

    private static string LastLine(string output) => output.TrimEnd().Split('\n')[^1].TrimEnd();
}
