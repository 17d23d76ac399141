using System.CommandLine;
using System.Text.Json.Nodes;
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
            JsonObject machine = MachineReport.Create();
            if (_run.Summary(parsed) is null) Summary.WriteText(context.Out, machine);
            else Summary.WriteJson(context.Out, machine);
            return ExitCode.Done;
        });
    }
}
