using System;
using System.Linq;
using HpcCoreset.Benchmarks.Fuzzing;
using Xunit;

namespace HpcCoreset.Benchmarks.Tests.Fuzzing;

public sealed class RefusalTests
{
    [Fact]
    public void Every_failure_of_every_command_is_one_line_of_bad_input_and_leaves_nothing()
    {
        RefusalReport.Row[] rows = [.. RefusalReport.Rows()];
        Assert.All(rows, row =>
        {
            string what = $"{row.Command}, {row.Failure}: {row.ExitCode} {row.Printed}";
            Assert.True(row.ExitCode == 2 && row.Left.Length == 0, what);
            Assert.True(row.Printed.StartsWith("hpc-coreset: ", StringComparison.Ordinal) && row.Printed.IndexOf('\n', StringComparison.Ordinal) == row.Printed.Length - 1, what);
            // The name of the input, or of the output where that is wrong.
            string[] words = row.Command.Split(' ');
            Assert.True(row.Printed.Contains(row.Failure.StartsWith("output", StringComparison.Ordinal) ? words[^1] : words[1], StringComparison.Ordinal), what);
        });
        Assert.Equal(10, rows.Select(row => row.Command.Split(' ')[0]).Distinct().Count());
    }
}
