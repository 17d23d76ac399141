using System.IO;
using System.Threading;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>One run of the command, in this process.</summary>
/// <param name="ExitCode">What the process would return.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static ToolRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static ToolRun Of(CancellationToken cancellation, params string[] args)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        int exitCode = CommandLine.Run(args, stdout, stderr, interactive: false, cancellation);
        return new ToolRun(exitCode, stdout.ToString(), stderr.ToString());
    }

    public ToolRun Succeeds()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }

    /// <summary>Bad input: exit code 2, no output, one line on standard error that contains <paramref name="message"/>.</summary>
    public void IsRefused(string message)
    {
        Assert.Contains(message, Error);
        Assert.Equal("", Out);
        Assert.Equal(2, ExitCode);
        Assert.StartsWith("hpc-coreset: ", Error);
        Assert.Equal(Error.Length - 1, Error.ReplaceLineEndings("\n").IndexOf('\n'));
    }
}
