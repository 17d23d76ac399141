using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;

namespace HpcCoreset.Tool.Commands;

/// <summary>What <c>--help</c> shows beside the options: command lines that run anywhere, on the built-in sample.</summary>
internal static class HelpExamples
{
    /// <summary>By command; a line may use what the lines above it have written.</summary>
    public static IReadOnlyDictionary<string, string[]> Lines { get; } = new Dictionary<string, string[]>
    {
        ["select"] =
        [
            "hpc-coreset select digits --size 200 --clusters 10 --output picks.csv",
            "hpc-coreset select digits --epsilon 0.1 --clusters 10 --output picks.npz --summary json",
            "hpc-coreset select digits --method facility-location --similarity cosine --size 20 --rows picked-rows.npy",
        ],
        ["evaluate"] =
        [
            "hpc-coreset select digits --size 200 --clusters 10 --output picks.csv",
            "hpc-coreset evaluate digits --coreset picks.csv --clusters 10",
        ],
        ["cluster"] =
        [
            "hpc-coreset cluster digits --clusters 10 --coreset-size 400 --polish 2 --centers-output centres.npy",
            "hpc-coreset cluster digits --method kmedoids --clusters 10 --assignment-output clusters.csv",
        ],
        ["compare"] =
        [
            "hpc-coreset compare digits --clusters 10 --target 0.1",
            "hpc-coreset compare digits --methods uniform,sensitivity --sizes 100,200 --clusters 10 --output table.csv",
        ],
        ["score"] =
        [
            "hpc-coreset select digits --method uniform --size 500 --output normal.csv",
            "hpc-coreset score digits --coreset normal.csv --top 10",
        ],
        ["dedup"] = ["hpc-coreset dedup digits --threshold 0.98 --output kept.csv --pairs pairs.csv"],
        ["reduce"] =
        [
            "hpc-coreset reduce digits --size 200 --clusters 10 --output summary.hpcs",
            "hpc-coreset select summary.hpcs --size 100 --clusters 10",
        ],
        ["merge"] =
        [
            "hpc-coreset reduce digits --size 200 --output monday.hpcs",
            "hpc-coreset reduce digits --size 200 --first-id 1797 --output tuesday.hpcs",
            "hpc-coreset merge monday.hpcs tuesday.hpcs --output both.hpcs",
            "hpc-coreset reduce digits --size 200 --shard 0 --output 0.hpcs",
            "hpc-coreset merge 0.hpcs --shards 0-0 --output all.hpcs",
        ],
        ["project"] = ["hpc-coreset project digits --dimension-output 64 --float16 --output short.npy"],
        ["train"] =
        [
            "hpc-coreset train digits --epochs 20 --trainer crest --budget 0.1",
            "hpc-coreset train digits --network mlp:64 --trainer rs2 --seeds 3 --summary json",
        ],
        ["info"] = ["hpc-coreset info"],
        ["completion"] = ["hpc-coreset completion bash > hpc-coreset.bash"],
    };

    /// <summary>Lets the help of all commands end with their examples.</summary>
    /// <param name="root">The whole command.</param>
    public static void AddTo(RootCommand root)
    {
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int exitCode = usual.Invoke(parseResult);
            if (!Lines.TryGetValue(parseResult.CommandResult.Command.Name, out string[]? lines)) return exitCode;
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string line in lines) output.WriteLine($"  {line}");
            output.WriteLine();
            return exitCode;
        }
    }
}
