using System;
using System.Linq;
using System.Numerics.Tensors;

namespace HpcCoreset.Docs.Tests.Examples;

/// <summary>Passages that a search found, picked again so that an answer gets different ones. Words that are hashed stand in for a model.</summary>
internal static class ReRanking
{
    private const int Dimension = 256;

    private static readonly string[] s_passages =
    [
        "To reset your password open settings and choose reset password",
        "Open settings and choose reset password to reset your password",
        "You can reset your password in settings under reset password",
        "A password reset link arrives by mail and expires after one hour",
        "The link in the mail to reset a password expires after an hour",
        "Administrators reset the password of a locked account in the console",
        "After five wrong attempts an account is locked for ten minutes",
        "With single sign on the password is that of your company and reset there",
        "Invoices are sent by mail on the first day of a month",
        "The mobile application shows the opening hours of every office",
    ];

    public static void Run()
    {
        float[] passages = [.. s_passages.SelectMany(Embed)];
        float[] query = Embed("how do I reset my password");

        #region re-ranking
        var points = new Points(passages, Dimension);         // what the search returned: rows of float32, float16 or int8
        using var selector = new MmrSelector(new() { Size = 4, Lambda = 0.75 });
        Coreset picks = selector.Select(points, query);       // like the query, unlike each other
        Print("picked again", picks);
        #endregion

        int[] nearest = Nearest(passages, query);
        Console.WriteLine("nearest four");
        foreach (int i in nearest) Console.WriteLine($"  {s_passages[i]}");
    }

    private static int[] Nearest(float[] passages, float[] query) =>
    [
        .. Enumerable.Range(0, s_passages.Length)
            .OrderByDescending(i => TensorPrimitives.CosineSimilarity(query, passages.AsSpan(i * Dimension, Dimension))).Take(4),
    ];

    private static void Print(string name, Coreset picks)
    {
        Console.WriteLine(name);
        foreach (Pick pick in picks) Console.WriteLine($"  {s_passages[pick.Index]}");
    }

    /// <summary>Counts of words, each at a place that its letters decide.</summary>
    private static float[] Embed(string text)
    {
        float[] counts = new float[Dimension];
        foreach (string word in text.ToLowerInvariant().Split(' '))
            counts[word.Aggregate(5381u, (hash, letter) => hash * 33 ^ letter) % Dimension]++;
        return counts;
    }
}
