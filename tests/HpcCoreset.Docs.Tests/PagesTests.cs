using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Docs.Tests.Examples;
using HpcCoreset.Extensions.AI;
using HpcCoreset.Mpi;
using HpcCoreset.Tool;
using HpcCoreset.Training;
using Xunit;

namespace HpcCoreset.Docs.Tests;

/// <summary>
/// Pages show code that compiles and runs: every C# block is a region of an example, every output what that example prints. With
/// <c>UPDATE_README=1</c> the pages are rewritten instead of compared.
/// </summary>
public class PagesTests
{
    /// <summary>Blocks that are made rather than written, beside the C# ones.</summary>
    private static readonly Dictionary<string, Func<string>> Made = new()
    {
        ["duplicates-output"] = () => Printed(FindDuplicates.Run),
        ["anomalies-output"] = () => Printed(ScoreAnomalies.Run),
        ["quick-start-output"] = () => Printed(QuickStart.Run),
        ["train-output"] = () => Printed(TrainOnACoreset.Run),
        ["compression-output"] = () => Printed(Compression.Run),
        ["narrow-output"] = () => Printed(NarrowStorage.Run),
        ["imbalance-output"] = () => Printed(RareClasses.Run),
        ["cells-output"] = () => Printed(Cells.Run),
        ["stream-output"] = () => Printed(Examples.Streaming.Run),
        ["merging-output"] = () => Printed(Merging.Run),
        ["solvers-output"] = () => Printed(Solvers.Run),
        ["objectives-output"] = () => Printed(Objectives.Run),
        ["own-objective-output"] = () => Printed(Objectives.RunOwn),
        ["optimizers-output"] = () => Printed(Optimizers.Run),
        ["sieves-output"] = () => Printed(Optimizers.Stream),
        ["references-output"] = () => Printed(FacilityFamily.Run),
        ["re-ranking-output"] = () => Printed(ReRanking.Run),
        ["embeddings-output"] = () => Printed(ReRanking.RunEmbeddings),
        ["craig-output"] = () => Printed(FacilityFamily.Results),
        ["covering-output"] = () => Printed(Covering.Run),
        ["choose-output"] = () => Printed(ChoosingASize.Search),
        ["judge-output"] = () => Printed(ChoosingASize.Judge),
        ["project-output"] = () => Printed(TrainingData.Run),
        ["labelled-output"] = () => Printed(LabelledFiles.Run),
        ["convex-output"] = () => Printed(ConvexModels.Run),
        ["one-subset-output"] = () => Printed(ConvexModels.TryPenalties),
        ["networks-output"] = () => Printed(Examples.Networks.Run),
        ["training-run-output"] = () => Printed(TrainANetwork.Run),
        ["training-resume-output"] = () => Printed(TrainANetwork.Resume),
        ["crest-output"] = () => Printed(TrainWithCrest.Run),
        ["own-trainer-output"] = () => Printed(TrainANetwork.Choose),
        ["own-loop-output"] = () => Printed(OwnTrainingLoop.ChooseBatches),
        ["own-scores-output"] = () => Printed(OwnTrainingLoop.ChooseByScores),
        ["own-model-run-output"] = () => Printed(OwnTrainingLoop.RunTrainers),
        ["instruments"] = () => Printed(Listening.List),
        ["meter-listener-output"] = () => Printed(Listening.Run),
        ["own-kernel-output"] = () => Printed(OwnKernel.Run),
        ["emitted-tile"] = () => EmittedTile.Of("Huber96", "SumsAvx5121"),
        ["public-types"] = () => PublicTypes.List(typeof(Points).Assembly),
        ["public-types-training"] = () => PublicTypes.List(typeof(TrainableModel).Assembly),
        ["ranks-output"] = () => Printed(ManyMachines.Run),
        ["public-types-mpi"] = () => PublicTypes.List(typeof(Communicator).Assembly),
        ["public-types-extensions-ai"] = () => PublicTypes.List(typeof(EmbeddingSelection).Assembly),
    };

    static PagesTests()
    {
        foreach ((string name, Action run) in Selectors.All) Made.Add($"select-{name}-output", () => Printed(run));
    }

    [Fact]
    public void Every_block_of_code_and_output_is_that_of_an_example_that_ran()
    {
        foreach (string path in Repository.Pages)
        {
            string page = Repository.Read(path);
            foreach (Block block in Block.Of(page).Reverse())
            {
                if (block.Language is not ("csharp" or "text")) continue;
                string expected = block.Language == "csharp" ? Regions.All[block.Name] : Made[block.Name]();
                if (Environment.GetEnvironmentVariable("UPDATE_README") == "1")
                    page = page[..block.Start] + expected + page[(block.Start + block.Text.Length)..];
                else
                    Assert.Equal(expected, block.Text);
            }
            if (Environment.GetEnvironmentVariable("UPDATE_README") == "1") File.WriteAllText(path, page);
        }
    }

    [Fact]
    public void Every_region_is_shown()
    {
        var shown = Repository.Pages.SelectMany(path => Block.Of(Repository.Read(path))).Select(block => block.Name).ToHashSet();
        Assert.All(Regions.All.Keys, name => Assert.Contains(name, shown));
    }

    [Theory]
    [InlineData("README.md", "Benchmarks")]
    [InlineData("docs/benchmarks.md", "Measured")]
    [InlineData("docs/anomalies.md", "Measured")]
    [InlineData("docs/compression.md", "Measured")]
    [InlineData("docs/convex-models.md", "Measured")]
    [InlineData("docs/duplicates.md", "Measured")]
    [InlineData("docs/facility-location.md", "Measured")]
    [InlineData("docs/narrow-storage.md", "Measured")]
    [InlineData("docs/networks.md", "Measured")]
    [InlineData("docs/streaming.md", "Measured")]
    [InlineData("docs/cells.md", "Measured")]
    [InlineData("docs/crest.md", "Measured")]
    [InlineData("docs/study.md", "Measured")]
    [InlineData("docs/solvers.md", "Measured")]
    [InlineData("docs/optimizers.md", "Measured")]
    [InlineData("docs/re-ranking.md", "Measured")]
    [InlineData("docs/observability.md", "Measured")]
    [InlineData("docs/mpi.md", "Measured")]
    public void Every_figure_in_a_table_of_benchmarks_was_printed_by_one(string page, string section)
    {
        string results = string.Concat(Repository.Results.Select(Repository.Read));
        string benchmarks = Repository.Read(Repository.PathOf(page)).Split($"\n## {section}\n")[1].Split("\n## ")[0];
        string[] rows = [.. benchmarks.Split('\n').Where(line => line.StartsWith('|'))];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Contains($"\n{row}\n", results));
    }

    [Fact]
    public void The_command_of_the_first_page_runs_and_its_summary_has_the_keys_named_there()
    {
        string page = Repository.Read(Repository.PathOf("README.md"));
        string folder = Directory.CreateTempSubdirectory("hpc-coreset-docs-").FullName;
        try
        {
            const string start = "dotnet run -c Release --project src/HpcCoreset.Tool -- ";
            string command = page.Split('\n').First(line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..];
            string[] arguments = [.. command.Split(' ').Select(word => word == "picks.csv" ? Path.Combine(folder, word) : word)];
            using var output = new StringWriter();
            using var error = new StringWriter();
            Assert.Equal(0, CommandLine.Run(arguments, output, error, interactive: false, default));
            Assert.Equal("index,weight,gain", File.ReadLines(Path.Combine(folder, "picks.csv")).First());
            using var summary = System.Text.Json.JsonDocument.Parse(output.ToString());
            Assert.All(summary.RootElement.EnumerateObject(), key => Assert.Contains($"`{key.Name}`", page));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Printed(Action example)
    {
        TextWriter console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            example();
        }
        finally
        {
            Console.SetOut(console);
        }
        return output.ToString();
    }
}
