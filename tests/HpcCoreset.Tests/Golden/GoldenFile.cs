using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Xunit;

namespace HpcCoreset.Tests.Golden;

/// <summary>A committed file of lines "what SHA-256", of the test project that asks; <c>UPDATE_GOLDEN=1</c> accepts new bytes.</summary>
internal static class GoldenFile
{
    public static void Check(string name, IEnumerable<string> lines)
    {
        string[] found = [.. lines.Order(StringComparer.Ordinal)];
        string path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(path, string.Join('\n', found) + '\n');
        string[] committed = File.ReadAllLines(path);
        string[] differing = [.. found.Except(committed)];
        Assert.True(differing.Length == 0, $"not in {name}:\n" + string.Join('\n', differing));
        Assert.Equal(committed, found);
    }

    /// <summary>A committed text, of which no byte may change.</summary>
    public static void CheckText(string name, string text)
    {
        string path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }

    /// <summary>The hash of arrays' bytes, one after the other.</summary>
    public static string Hash(params byte[][] arrays) => Convert.ToHexStringLower(SHA256.HashData([.. arrays.SelectMany(bytes => bytes)]));

    public static byte[] Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();

    private static string Folder()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HpcCoreset.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "tests", typeof(GoldenFile).Assembly.GetName().Name!, "Golden");
    }
}
