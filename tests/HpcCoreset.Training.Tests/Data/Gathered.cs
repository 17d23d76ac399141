using System;
using System.Linq;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

/// <summary>What a reader made of a file, and what it said of one that it refused.</summary>
internal static class Gathered
{
    /// <summary>The values of all examples, one array each.</summary>
    public static float[][] Rows(LabelledData data)
    {
        var all = new float[data.Count * data.InputLength];
        data.Gather([.. Enumerable.Range(0, data.Count)], all);
        return [.. all.Chunk(data.InputLength)];
    }

    /// <summary>That a read is refused with a message that has a part.</summary>
    public static void IsRefused(string part, Action read) =>
        Assert.Contains(part, Assert.Throws<DataFileException>(read).Message, StringComparison.Ordinal);
}
