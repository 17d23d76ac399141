using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Disks that are full, folders that are none, readers that leave and users who press Ctrl+C: nothing is half-written, and one line says why.</summary>
public sealed class FailureTests : IDisposable
{
    private const int MoreThanAPipe = 1 << 20;

    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("select digits --size 20 --method uniform")]
    [InlineData("select digits --size 20 --method uniform --summary json")]
    [InlineData("info")]
    [InlineData("--help")]
    public void A_full_standard_output_is_a_fault_of_the_machine(string command)
    {
        // Standard error goes where standard output went.
        (int exitCode, string error) = Shell.Bash($"hpc-coreset {command} 2>&1 >/dev/full", ShellPath);
        Assert.Equal(1, exitCode);
        Assert.Matches("^hpc-coreset: reading or writing failed: [^\n]*\n$", error);
    }

    [Fact]
    public void A_reader_that_leaves_is_no_fault()
    {
        (int exitCode, string output) = Shell.Bash("hpc-coreset select digits --size 1797 --method uniform 2>&1 | head -c 1; exit ${PIPESTATUS[0]}", ShellPath);
        Assert.Equal((0, "i"), (exitCode, output));
    }

    [Theory]
    [InlineData("select digits --size 1000 --method uniform --output a.csv --rows r.npy")]
    [InlineData("project digits --dimension-output 4096 --output r.npy")]
    [InlineData("cluster digits --clusters 300 --assignment-output a.csv --centers-output r.npy")]
    public void A_disk_without_room_leaves_what_was_there_and_names_the_file(string command)
    {
        string file = _scratch.Text("a.csv", "old"), rows = _scratch.At("r.npy");
        command = command.Replace("a.csv", file, StringComparison.Ordinal).Replace("r.npy", rows, StringComparison.Ordinal);
        // A process that may write files of 64 KB only is told so in the same way, and needs no disk of its own. W^X writes a file as well.
        (int exitCode, string error) = Shell.Bash(
            $"trap '' XFSZ; ulimit -f 64; DOTNET_EnableWriteXorExecute=0 hpc-coreset {command} 2>&1", ShellPath);
        Assert.Equal((1, $"hpc-coreset: reading or writing failed: The file would be longer than the file system or a limit allows : '{rows}'\n"), (exitCode, error));
        Assert.Equal("old", File.ReadAllText(file));
        Assert.Equal(["a.csv"], _scratch.FileNames);
    }

    [Theory]
    [InlineData("select digits --size 20 --method uniform --output")]
    [InlineData("reduce digits --size 20 --output", ".hpcs")]
    [InlineData("project digits --dimension-output 64 --output", ".npy")]
    public void A_folder_that_is_a_file_or_that_takes_none_is_refused_before_work_starts(string command, string extension = ".csv")
    {
        ToolRun.Of([.. command.Split(' '), Path.Combine(_scratch.Text("file", ""), $"x{extension}")]).IsRefused("whose directory does not exist");
        ToolRun.Of([.. command.Split(' '), $"/proc/x{extension}"]).IsRefused($"--output: found /proc/x{extension}, where no file can be made");
        Assert.Equal(["file"], _scratch.FileNames);
    }

    [FactWhereFileSystemsCanBeMounted]
    public void A_file_system_that_is_read_only_is_refused_before_work_starts()
    {
        foreach (string output in (string[])["select digits --size 20 --method uniform --output x.csv", "reduce digits --size 20 --output x.hpcs"])
        {
            (int exitCode, string error) = Shell.Bash($"{FactWhereFileSystemsCanBeMountedAttribute.Mount(_scratch.Directory)} && hpc-coreset {output.Replace(" x.", $" {_scratch.At("x.")}", StringComparison.Ordinal)} 2>&1'", ShellPath);
            Assert.Equal((2, $"hpc-coreset: --output: found {_scratch.At($"x.{output.Split('.')[1]}")}, where no file can be made\n"), (exitCode, error));
        }
        Assert.Empty(_scratch.FileNames);
    }

    [Fact]
    public void Ctrl_c_while_rows_are_read_leaves_nothing()
    {
        foreach (string command in (string[])["reduce --size 9 --clusters 2 --output out.hpcs", "select --size 9 --clusters 2 --output out.csv --rows rows.npy"])
        {
            string[] words = [.. command.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) ? _scratch.At(word) : word)];
            using var child = new Child([words[0], "-", "--dimension", "4", .. words[1..]]);
            child.Input.Write(new byte[MoreThanAPipe]); // it runs
            child.Stop();
            try
            {
                child.Input.Write(new byte[MoreThanAPipe]); // it reads on, and notices
                child.Input.Close();
            }
            catch (IOException)
            {
                // It has noticed.
            }
            Assert.Equal(new ToolRun(130, "", "hpc-coreset: interrupted\n"), child.End());
            Assert.Empty(_scratch.FileNames);
        }
    }

    [Fact]
    public async Task Ctrl_c_while_a_network_is_trained_leaves_a_checkpoint_to_go_on_from()
    {
        string checkpoint = _scratch.At("run.hpct");
        var saved = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(_scratch.Directory);
        // A rename may be reported as one, or as a file that left and one that came.
        watcher.Created += LookForIt;
        watcher.Renamed += LookForIt;
        watcher.Changed += LookForIt;
        watcher.EnableRaisingEvents = true;
        string[] command = ["train", "digits", "--network", "mlp:4", "--epochs", "2147483647", "--checkpoint", checkpoint];
        using var child = new Child([.. command, "--history", _scratch.At("history.csv")]);
        await Task.WhenAny(saved.Task, child.Ended); // it trains; one that ended is found out below

        child.Stop();

        Assert.Equal(new ToolRun(130, "", $"hpc-coreset: interrupted; the same command with --resume {checkpoint} goes on\n"), child.End());
        Assert.Equal(["run.hpct"], _scratch.FileNames);

        void LookForIt(object sender, FileSystemEventArgs change)
        {
            if (File.Exists(checkpoint)) saved.TrySetResult();
        }
    }

    public void Dispose() => _scratch.Dispose();

    private static string ShellPath => $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
}
