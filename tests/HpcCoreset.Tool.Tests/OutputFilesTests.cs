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

    public void Dispose() => _scratch.Dispose();
}
