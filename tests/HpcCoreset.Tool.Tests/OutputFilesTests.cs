using System;
using System.IO;
using HpcCoreset.Files;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class OutputFilesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void Files_appear_together_on_commit()
    {
        using var files = new OutputFiles();
        files.Write(_scratch.At("a"), stream => stream.WriteByte(1));
        files.Write(_scratch.At("b"), stream => stream.WriteByte(2));
        Assert.False(File.Exists(_scratch.At("a")) || File.Exists(_scratch.At("b")));
        files.Commit();
        Assert.Equal(["a", "b"], _scratch.FileNames);
        Assert.Equal([2], File.ReadAllBytes(_scratch.At("b")));
    }

    [Fact]
    public void A_failure_leaves_what_was_there_and_nothing_else()
    {
        _scratch.Text("a", "old");
        Assert.Throws<IOException>(() =>
        {
            using var files = new OutputFiles();
            files.Write(_scratch.At("a"), stream => stream.WriteByte(1));
            files.Write(_scratch.At("b"), _ => throw new IOException("disk full"));
            files.Commit();
        });
        Assert.Equal(["a"], _scratch.FileNames);
        Assert.Equal("old", File.ReadAllText(_scratch.At("a")));
    }

    /// <summary>Locks tell them apart: a lock ends with its process.</summary>
    [Fact]
    public void What_a_killed_process_left_is_deleted_by_the_next_that_writes_the_file_and_what_one_is_writing_is_not()
    {
        foreach (string left in (string[])["a.123456-0.partial", "a.1-17.partial", "a.1-try.partial"]) _scratch.Text(left, "half");
        string[] others = ["a.b.1-0.partial", "a.partial", "b.1-0.partial", "ba.1-0.partial"];
        foreach (string other in others) _scratch.Text(other, "another's");
        using var writing = new OutputFiles();
        writing.Write(_scratch.At("a"), stream => stream.WriteByte(1));
        using var files = new OutputFiles();
        files.Write(_scratch.At("a"), stream => stream.WriteByte(2));
        files.Commit();
        Assert.Equal([2], File.ReadAllBytes(_scratch.At("a")));
        writing.Commit();
        Assert.Equal([1], File.ReadAllBytes(_scratch.At("a")));
        Assert.Equal(["a", .. others], _scratch.FileNames);
    }

    /// <summary>Somebody waits for the file, and opens it at once.</summary>
    [Fact]
    public void A_file_can_be_read_as_soon_as_it_has_its_name()
    {
        using var files = new OutputFiles();
        files.Write(_scratch.At("a"), stream => stream.WriteByte(1));
        File.Move(Assert.Single(Directory.GetFiles(_scratch.Directory)), _scratch.At("b")); // as a commit does, before it closes the file
        Assert.Equal([1], File.ReadAllBytes(_scratch.At("b")));
    }

    public void Dispose() => _scratch.Dispose();
}
