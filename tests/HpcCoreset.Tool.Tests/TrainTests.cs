using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class TrainTests : IDisposable
{
    private const int Count = 60;
    private readonly Scratch _scratch = new();

    [Fact]
    public void The_sample_is_learnt_and_the_summary_has_the_keys_that_scripts_rely_on()
    {
        JsonElement summary = Summary("digits", "--epochs", "10", "--batch-size", "32");

        Assert.Equal(
            ["trainer", "network", "seed", "test_accuracy", "steps", "backprops", "forward_examples", "hessian_vector_products", "selections", "seconds", "curve"],
            Names(summary));
        Assert.Equal(["total", "selection", "selection_forward", "selection_model", "selection_check", "training"], Names(summary.GetProperty("seconds")));
        Assert.Equal("full", summary.GetProperty("trainer").GetString());
        Assert.Equal(("mlp:128", 0), (summary.GetProperty("network").GetString(), summary.GetProperty("seed").GetInt32()));
        Assert.True(summary.GetProperty("test_accuracy").GetDouble() > 0.9);
        Assert.Equal((10 * 45, 10 * 1438), (summary.GetProperty("steps").GetInt64(), summary.GetProperty("backprops").GetInt64()));
        JsonElement[] curve = [.. summary.GetProperty("curve").EnumerateArray()];
        Assert.Equal(10, curve.Length);
        Assert.Equal(["seconds", "backprops", "test_accuracy"], Names(curve[0]));
        Assert.Equal(summary.GetProperty("test_accuracy").GetDouble(), curve[^1].GetProperty("test_accuracy").GetDouble());
    }

    /// <summary>What is read from a pipe is gone: names of columns are compared only where files can be read again.</summary>
    [FactWhereInstalled("mkfifo")]
    public async Task Pipes_are_read_whole()
    {
        string[] pipes = [_scratch.At("train.pipe"), _scratch.At("test.pipe")];
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipes)) await made.WaitForExitAsync();
        string rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i % 7},{i % 2},{(i % 2 == 0 ? "even" : "odd")}\n"));
        Task[] writers = [.. pipes.Select(pipe => Task.Run(() => File.WriteAllText(pipe, rows)))];
        string[] arguments = ["train", pipes[0], "--test", pipes[1], "--format", "csv", "--label-column", "2", "--network", "mlp:4", "--epochs", "1", "--summary", "json"];
        string summary = await Task.Run(() => ToolRun.Of(arguments).Succeeds().Out);
        await Task.WhenAll(writers);
        Assert.Equal(20_000, JsonDocument.Parse(summary).RootElement.GetProperty("backprops").GetInt64());
    }

    [Fact]
    public void A_budget_takes_that_share_of_the_steps()
    {
        JsonElement summary = Summary("digits", "--trainer", "random", "--budget", "0.25", "--epochs", "6", "--batch-size", "50");
        Assert.Equal("random", summary.GetProperty("trainer").GetString());
        Assert.Equal((6 * 8, 6 * 359), (summary.GetProperty("steps").GetInt64(), summary.GetProperty("backprops").GetInt64())); // floor(0.25 * 1438)
        Assert.Equal(143, Summary("digits", "--trainer", "random", "--epochs", "1").GetProperty("backprops").GetInt64()); // a tenth
    }

    [Theory]
    [InlineData("rs2", 0, 0)]
    [InlineData("craig", 15, 15)]
    [InlineData("gradmatch", 14, 14)]
    [InlineData("glister", 14, 14)]
    [InlineData("infobatch", 3, 3)]
    [InlineData("crest", 10, 80)] // it selects where its model of the loss does not hold
    public void Every_trainer_takes_the_steps_of_the_budget(string trainer, int leastSelections, int mostSelections)
    {
        JsonElement summary = Summary("digits", "--trainer", trainer, "--budget", "0.2", "--epochs", "15", "--batch-size", "32");
        Assert.Equal(trainer, summary.GetProperty("trainer").GetString());
        Assert.Equal(15 * 9, summary.GetProperty("steps").GetInt64());
        Assert.InRange(summary.GetProperty("selections").GetInt64(), leastSelections, mostSelections);
        Assert.InRange(summary.GetProperty("test_accuracy").GetDouble(), 0.9, 1);
    }

    [Fact]
    public void Batches_that_crest_chooses_when_a_step_asks_for_them_cost_less()
    {
        string[] common = ["digits", "--trainer", "crest", "--budget", "0.2", "--epochs", "15", "--batch-size", "32"];
        long all = Summary(common).GetProperty("forward_examples").GetInt64();
        JsonElement ahead = Summary([.. common, "--batches-ahead", "2"]);
        Assert.InRange(ahead.GetProperty("forward_examples").GetInt64(), 1, all - 1);
        Assert.InRange(ahead.GetProperty("test_accuracy").GetDouble(), 0.9, 1);
        ToolRun.Of("train", "digits", "--trainer", "rs2", "--batches-ahead", "2").IsRefused("--batches-ahead: allowed with --trainer crest, found rs2");
    }

    [Theory]
    [InlineData("--network", "logistic")]
    [InlineData("--network", "mlp:20,10", "--optimizer", "adamw", "--weight-decay", "0.1", "--schedule", "constant", "--warmup", "3")]
    [InlineData("--network", "resnet8", "--augment", "crop,flip", "--schedule", "step", "--momentum", "0.8", "--nesterov", "--batch-size", "256")]
    public void The_number_of_threads_changes_nothing_and_the_seed_does(params string[] options)
    {
        string[] common = ["digits", "--trainer", "random", "--epochs", "2", .. options];
        Assert.Equal(Accuracies([.. common, "--threads", "1"]), Accuracies([.. common, "--threads", "3"]));
        Assert.NotEqual(Accuracies(common), Accuracies([.. common, "--seed", "1"]));
    }

    [Fact]
    public void Several_seeds_are_told_one_by_one_with_mean_and_deviation()
    {
        string[] common = ["digits", "--trainer", "random", "--epochs", "3"];
        JsonElement summary = Summary([.. common, "--seed", "4", "--seeds", "3"]);
        Assert.Equal(["trainer", "network", "test_accuracy", "test_accuracy_deviation", "runs"], Names(summary));
        JsonElement[] runs = [.. summary.GetProperty("runs").EnumerateArray()];
        Assert.Equal([4, 5, 6], runs.Select(run => run.GetProperty("seed").GetInt32()));
        double[] accuracies = [.. runs.Select(run => run.GetProperty("test_accuracy").GetDouble())];
        Assert.Equal(accuracies[0], Summary([.. common, "--seed", "4"]).GetProperty("test_accuracy").GetDouble());
        double mean = accuracies.Average();
        Assert.Equal(mean, summary.GetProperty("test_accuracy").GetDouble(), 12);
        Assert.Equal(Math.Sqrt(accuracies.Sum(value => (value - mean) * (value - mean)) / 2), summary.GetProperty("test_accuracy_deviation").GetDouble(), 12);
    }

    [Fact]
    public void Without_a_summary_people_read_lines()
    {
        string text = ToolRun.Of("train", "digits", "--epochs", "1", "--seeds", "2").Succeeds().Out;
        Assert.Contains("trained on", text);
        Assert.Contains("1438 examples, 100 % of them per epoch", text);
        Assert.Contains("mlp:128, 9610 parameters", text);
        Assert.Contains("test accuracy, seed 1", text);
        Assert.Contains("mean and deviation", text);
        Assert.DoesNotContain("selections", text);
        Assert.Contains("selections", ToolRun.Of("train", "digits", "--epochs", "1", "--trainer", "crest").Succeeds().Out);
    }

    [Fact]
    public void Every_format_of_the_same_examples_trains_to_the_same_outcome()
    {
        (byte[] values, byte[] labels) = Squares();
        string idx = _scratch.Bytes("x-ubyte", Scratch.Idx(8, [Count, 2, 2], values)), idxLabels = _scratch.Bytes("y-ubyte", Scratch.Idx(8, [Count], labels));
        string flat = _scratch.Bytes("flat-ubyte", Scratch.Idx(8, [Count, 4], values));
        string npy = _scratch.Bytes("x.npy", Scratch.Npy("|u1", $"({Count}, 4)", values)), npyLabels = _scratch.Bytes("y.npy", Scratch.Npy("|u1", $"({Count},)", labels));
        string csv = _scratch.Text("x.csv", "a,b,c,d,class\n" + Lines(row => $"{string.Join(',', Row(row))},{labels[row]}"));
        string svm = _scratch.Text("x.libsvm", Lines(row => $"{labels[row]} {string.Join(' ', Row(row).Select((value, i) => $"{i + 1}:{value}"))}"));
        string[] common = ["--network", "logistic", "--epochs", "30", "--batch-size", "16"];

        double[] expected = Accuracies([npy, "--labels", npyLabels, .. common]);
        Assert.True(expected[^1] > 0.7);
        Assert.Equal(expected, Accuracies([flat, "--labels", idxLabels, .. common]));
        Assert.Equal(expected, Accuracies([csv, "--label-column", "class", .. common]));
        Assert.Equal(expected, Accuracies([svm, .. common]));
        Assert.Equal(expected, Accuracies([_scratch.Text("x", File.ReadAllText(svm)), "--format", "libsvm", .. common]));
        Assert.True(Accuracies([idx, "--labels", idxLabels, .. common])[^1] > 0.7); // images are scaled together

        // With examples to test on, here those that were trained on, nothing is held out.
        foreach (string[] input in (string[][])
            [[npy, "--labels", npyLabels, "--test", npy, "--test-labels", npyLabels], [csv, "--label-column", "4", "--test", csv], [svm, "--test", svm]])
            Assert.Equal(30 * Count, Summary([.. input, .. common]).GetProperty("backprops").GetInt64());

        byte[] Row(int row) => values[(4 * row)..(4 * row + 4)];
        static string Lines(Func<int, string> line) => string.Concat(Enumerable.Range(0, Count).Select(row => line(row) + "\n"));
    }

    [Fact]
    public void Folders_of_images_have_their_labels_and_their_test()
    {
        (byte[] values, byte[] labels) = Squares();
        foreach (string part in (string[])["train", "t10k"])
        {
            _scratch.Bytes($"{part}-images-idx3-ubyte", Scratch.Idx(8, [Count, 2, 2], values));
            _scratch.Bytes($"{part}-labels-idx1-ubyte", Scratch.Idx(8, [Count], labels));
        }
        Assert.Equal(2 * Count, Summary(_scratch.Directory, "--epochs", "2").GetProperty("backprops").GetInt64());
        Refused("--test: found the folder", _scratch.Directory, "--test", "x.npy");

        string cifar = Directory.CreateDirectory(_scratch.At("cifar")).FullName;
        foreach (string file in Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin").Append("test_batch.bin"))
            File.WriteAllBytes(Path.Combine(cifar, file), [.. Enumerable.Range(0, 4).SelectMany(image => (byte[])[(byte)image, .. new byte[3072]])]);
        Assert.Equal(20, Summary(cifar, "--epochs", "1", "--network", "logistic").GetProperty("backprops").GetInt64());
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_to_the_same_outcome()
    {
        string[] command = ["digits", "--epochs", "100", "--trainer", "random", "--network", "mlp:16", "--seed", "3"];
        string whole = _scratch.At("whole.hpct"), stopped = _scratch.At("stopped.hpct");
        JsonElement expected = Summary([.. command, "--checkpoint", whole]);

        using var cancellation = new CancellationTokenSource();
        // On a thread of its own: one of the pool may come when the run is over.
        Task interruption = Task.Factory.StartNew(() =>
        {
            SpinWait.SpinUntil(() => File.Exists(stopped));
            cancellation.Cancel();
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        ToolRun run = ToolRun.Of(cancellation.Token, ["train", .. command, "--checkpoint", stopped, "--checkpoint-seconds", "0"]);
        await interruption;
        Assert.Equal((130, ""), (run.ExitCode, run.Out));
        Assert.Equal($"hpc-coreset: interrupted; the same command with --resume {stopped} goes on\n", run.Error.ReplaceLineEndings("\n"));

        JsonElement resumed = Summary([.. command, "--resume", stopped, "--threads", "2"]);
        Assert.Equal(Curve(expected), Curve(resumed));
        Assert.Equal(expected.GetProperty("steps").GetInt64(), resumed.GetProperty("steps").GetInt64());
        // The file of --resume is that of --checkpoint, so at the end it is that of a finished run.
        Assert.Equal(Curve(expected), Curve(Summary([.. command, "--resume", stopped])));
        Assert.Equal(Model(whole), Model(stopped));
        Assert.Equal(["stopped.hpct", "whole.hpct"], _scratch.FileNames);

        // The parameters are the last thing in the file, before the four bytes of no statistics and the checksum.
        static byte[] Model(string file) => File.ReadAllBytes(file)[^(4 * (64 * 16 + 16 + 16 * 10 + 10) + 4 + 32)..^32];
    }

    [Fact]
    public void A_history_is_a_line_per_example_or_a_chart_and_the_choices_stay_as_they_are()
    {
        string table = _scratch.At("history.csv"), chart = _scratch.At("history.SVG"), resumed = _scratch.At("resumed.csv"), checkpoint = _scratch.At("run.hpct");
        string[] command = ["digits", "--trainer", "crest", "--epochs", "4", "--network", "mlp:16"];
        JsonElement plain = Summary(command), recorded = Summary([.. command, "--history", table]);
        Assert.Equal(Curve(plain), Curve(recorded));
        Assert.Equal(plain.GetProperty("forward_examples").GetInt64() + 4 * 1438, recorded.GetProperty("forward_examples").GetInt64());
        string[] lines = File.ReadAllLines(table);
        Assert.Equal("example,forgetting_events,first_learned,loss_0,picks_0,loss_2,picks_2,loss_4,picks_4,loss_6,picks_6", lines[0]);
        Assert.Equal(1 + 1438, lines.Length);
        Assert.Equal(recorded.GetProperty("steps").GetInt64() * 128, lines.Skip(1).Sum(line => line.Split(',').Where((_, i) => i > 3 && i % 2 == 0).Sum(int.Parse)));

        Summary([.. command, "--history", chart]);
        Assert.Equal(3, XDocument.Load(chart).Root!.Elements().Count(element => (string?)element.Attribute("role") == "img"));

        Summary([.. command, "--history", resumed, "--checkpoint", checkpoint]);
        File.Delete(resumed);
        Summary([.. command, "--history", resumed, "--resume", checkpoint]);
        Assert.Equal(File.ReadAllBytes(table), File.ReadAllBytes(resumed));
        Refused("of another run: its History was recorded each epoch; here it is none", [.. command, "--resume", checkpoint]);
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_told_before_the_first_step()
    {
        string file = _scratch.At(new string('x', 245) + ".hpct"); // a name of 250 bytes, to which the one until it is complete adds too many
        Refused($"--checkpoint: found {file}, where no file can be made", "digits", "--learning-rate", "1e30", "--checkpoint", file); // diverges in the second step
        Assert.Empty(_scratch.FileNames);

        string kept = _scratch.Text("kept.hpct", "what stands there is left alone until there is something new");
        ToolRun.Of("train", "digits", "--learning-rate", "1e30", "--checkpoint", kept).IsRefused("Training diverged");
        Assert.StartsWith("what stands", File.ReadAllText(kept), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_run_or_a_damaged_one_is_refused()
    {
        string file = _scratch.At("run.hpct");
        string[] command = ["digits", "--epochs", "1", "--network", "logistic"];
        Summary([.. command, "--checkpoint", file]);

        Refused("run.hpct: of another run: its Epochs was 1; here it is 2", "digits", "--epochs", "2", "--network", "logistic", "--resume", file);
        Refused("of another run: its model was logistic, 64 values to 10 classes", "digits", "--epochs", "1", "--resume", file);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[100] ^= 1;
        File.WriteAllBytes(file, bytes);
        Refused("run.hpct: damaged: the checksum is not that of the content", [.. command, "--resume", file]);
        Assert.Equal(bytes, File.ReadAllBytes(file));
        Refused("missing.hpct: no such file", [.. command, "--resume", _scratch.At("missing.hpct")]);
        Refused("is a directory, allowed is a file", [.. command, "--resume", _scratch.Directory]);
    }

    [Theory]
    [InlineData("--trainer: found 'rand', allowed are full, random, rs2, craig, gradmatch, glister, infobatch, crest", "digits", "--trainer", "rand")]
    [InlineData("--trainer: found 'randon', allowed are full, random, rs2, craig, gradmatch, glister, infobatch, crest; did you mean random?", "digits", "--trainer", "randon")]
    [InlineData("--budget: allowed with all trainers but full, found full", "digits", "--budget", "0.5")]
    [InlineData("--budget: found '0', allowed are numbers above 0 and up to 1", "digits", "--trainer", "random", "--budget", "0")]
    [InlineData("--network: found 'resnet9', allowed are mlp:UNITS[,UNITS...] (hidden layers), logistic, lenet5, resnet8, resnet20; did you mean resnet8?",
        "digits", "--network", "resnet9")]
    [InlineData("--network: found 'mlp', allowed are mlp:UNITS", "digits", "--network", "mlp")]
    [InlineData("--network: found '0' units in 'mlp:8,0', allowed are whole numbers from 1", "digits", "--network", "mlp:8,0")]
    [InlineData("--network: found lenet5 and examples of 8 x 8 pixels; at least 12 x 12 are needed", "digits", "--network", "lenet5")]
    [InlineData("--network: found mlp:100000,100000 for examples of ", "digits", "--network", "mlp:100000,100000")]
    [InlineData("--epochs: found '0', allowed are whole numbers from 1", "digits", "--epochs", "0")]
    [InlineData("--learning-rate: found '0', allowed are finite numbers above 0", "digits", "--learning-rate", "0")]
    [InlineData("--learning-rate: found 1E+39; allowed are numbers above 0, finite in float32", "digits", "--learning-rate", "1e39")]
    [InlineData("--learning-rate: Training diverged: the objective of step ", "digits", "--learning-rate", "1e30")]
    [InlineData("--momentum, --nesterov: allowed with --optimizer sgd, found adamw", "digits", "--optimizer", "adamw", "--momentum", "0.5")]
    [InlineData("--nesterov: found --momentum 0, allowed are numbers above 0", "digits", "--nesterov", "--momentum", "0")]
    [InlineData("--augment: found 'flop', allowed are crop, flip; did you mean flip?", "digits", "--augment", "crop,flop")]
    [InlineData("--schedule: found 'cosin', allowed are constant, step, cosine; did you mean cosine?", "digits", "--schedule", "cosin")]
    [InlineData("--checkpoint, --resume: allowed with --seeds 1, found 2", "digits", "--seeds", "2", "--checkpoint", "x.hpct")]
    [InlineData("--history: allowed with --seeds 1, found 2", "digits", "--seeds", "2", "--history", "x.csv")]
    [InlineData("--history: found x.html, allowed are files ending in .csv, .svg", "digits", "--history", "x.html")]
    [InlineData("--history: found no/x.csv, whose directory does not exist", "digits", "--history", "no/x.csv")]
    [InlineData("--learning-rate: Training diverged", "digits", "--history", "diverged.csv", "--learning-rate", "1e30")]
    [InlineData("--checkpoint: found x.bin, allowed are files ending in .hpct", "digits", "--checkpoint", "x.bin")]
    [InlineData("--test: found the sample digits, which has its labels and of which a fifth is held out", "digits", "--test", "x.npy")]
    [InlineData("--test-labels: found the sample digits", "digits", "--test-labels", "x.npy")]
    [InlineData("--labels, --label-column: found the sample digits", "digits", "--labels", "y.npy", "--label-column", "3")]
    [InlineData("--checkpoint-seconds: allowed with --checkpoint or --resume, found neither", "digits", "--checkpoint-seconds", "5")]
    [InlineData("--labels: required for x.npy, one label per example", "x.npy")]
    [InlineData("--test-labels: required for t.npy, one label per example", "x.npy", "--labels", "y.npy", "--test", "t.npy")]
    [InlineData("--test-labels: allowed with --test only", "x.npy", "--labels", "y.npy", "--test-labels", "t.npy")]
    [InlineData("--label-column: required for x.csv, the column of the labels", "x.csv")]
    [InlineData("--labels, --test-labels: found the input x.csv, whose labels stand beside its values", "x.csv", "--labels", "y.npy")]
    [InlineData("--label-column: found the input x.npy, allowed are .csv and .tsv", "x.npy", "--label-column", "0")]
    [InlineData("--model-output: allowed with --seeds 1, found 2", "digits", "--seeds", "2", "--model-output", "x.npz")]
    [InlineData("--model-output: found x.npy, allowed are files ending in .npz", "digits", "--model-output", "x.npy")]
    [InlineData("--header: found the input x.npy, allowed are .csv and .tsv", "x.npy", "--labels", "y.npy", "--header", "no")]
    [InlineData("--header: found the sample digits", "digits", "--header", "no")]
    [InlineData("INPUT: found - for standard input, which train does not read", "-")]
    [InlineData("no/such/x.fvecs: no such file", "no/such/x.fvecs")]
    [InlineData("nothing: no such file", "nothing")]
    [InlineData("digit: no such file; did you mean digits?", "digit")]
    [InlineData("INPUT: required by train, allowed are IDX")]
    public void What_cannot_be_done_is_refused_in_one_line(string message, params string[] args) => Refused(message, args);

    [Fact]
    public void Columns_to_test_on_must_be_those_to_train_on()
    {
        string[] command = [Table("train.csv", "a,b,class"), "--label-column", "class", "--network", "logistic", "--epochs", "1", "--test"];
        Summary([.. command, Table("test.csv", "a,b,class")]);
        Refused("--test: found 'b' as the name of column 0 (counted from 0) of ", [.. command, Table("other.csv", "b,a,class")]);
        Summary(Table("years.csv", "2019,2020,2021"), "--header", "yes", "--label-column", "2021", "--network", "logistic", "--epochs", "1");

        string Table(string name, string header) => _scratch.Text(name, header + "\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row},{row % 7},{row % 2}\n")));
    }

    [Fact]
    public void Examples_to_test_on_must_be_like_those_to_train_on()
    {
        string three = _scratch.Counting("3.npy", 20, 3), four = _scratch.Counting("4.npy", 20, 4);
        string labels = Labels("y", 2), more = Labels("more", 3);

        Refused("--test: found examples of 1 x 1 x 3 values in ", four, "--labels", labels, "--test", three, "--test-labels", labels);
        Refused("--test: found the class 2 in ", four, "--labels", labels, "--test", four, "--test-labels", more);
        Refused("4.npy: found 20 examples, too few to keep a fifth of any class", four, "--labels", Labels("apart", 20));
        Refused("--network: found examples of 1 class, allowed are 2 and more", four, "--labels", Labels("one", 1));
        Refused("found a padding of 4 for examples of 1 x 1", four, "--labels", labels, "--augment", "crop");

        string Labels(string name, int classes) =>
            _scratch.Bytes($"{name}.npy", Scratch.Npy("|u1", "(20,)", [.. Enumerable.Range(0, 20).Select(row => (byte)(row % classes))]));
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>Images of 2 x 2 pixels in two classes: the brighter pixel is above or below.</summary>
    private static (byte[] Values, byte[] Labels) Squares()
    {
        var random = new Random(1);
        byte[] labels = [.. Enumerable.Range(0, Count).Select(row => (byte)(row % 2))];
        return ([.. labels.SelectMany(label => Enumerable.Range(0, 4).Select(pixel => (byte)(random.Next(120) + (pixel / 2 == label ? 80 : 0))))], labels);
    }

    private static JsonElement Summary(params string[] args) =>
        JsonDocument.Parse(ToolRun.Of(["train", .. args, "--summary", "json"]).Succeeds().Out).RootElement;

    private static double[] Accuracies(params string[] args) => [.. Curve(Summary(args)).Select(point => point.Accuracy)];

    private static (long Backprops, double Accuracy)[] Curve(JsonElement summary) =>
        [.. summary.GetProperty("curve").EnumerateArray().Select(point => (point.GetProperty("backprops").GetInt64(), point.GetProperty("test_accuracy").GetDouble()))];

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(key => key.Name);

    private static void Refused(string message, params string[] args) => ToolRun.Of(["train", .. args]).IsRefused(message);
}
