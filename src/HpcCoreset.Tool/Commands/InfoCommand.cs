using System.CommandLine;
using HpcCoreset.Tool.Machine;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>info</c>: the CPU, its instruction sets and the kernels that run on it.</summary>
internal sealed class InfoCommand : Command
{
    private readonly RunOptions _run = new();

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public InfoCommand(CommandContext context) : base("info", "CPU, instruction sets, kernels that will run.")
    {
        _run.AddSummaryTo(this);
        SetAction(parsed =>
        {
            Summary.Write(context.Out, MachineReport.Create(), _run.Summary(parsed));
            return ExitCode.Done;
        });
    }
}
