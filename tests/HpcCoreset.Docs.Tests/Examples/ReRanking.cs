using System;
using System.Linq;
using System.Numerics.Tensors;
using HpcCoreset.Extensions.AI;
using Microsoft.Extensions.AI;

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

    public static void RunEmbeddings()
    {
        string[] passages = s_passages;
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(passages.Select(text => new Embedding<float>(Embed(text))));
        var question = new Embedding<float>(Embed("how do I reset my password"));
        SearchHit[] hits = [.. passages.Select((text, i) => new SearchHit($"doc-{i / 3}", Embed(text)))];

        #region embeddings
        using var selector = new MmrSelector(new() { Size = 4, Lambda = 0.75 });
        var rows = new EmbeddingRows<string>();               // keep both, one pair per thread: their memory is used again

        rows.AddRange(passages, embeddings);                  // of an IEmbeddingGenerator; the texts, or keys of them, are the ids
        foreach (EmbeddingPick<string> pick in selector.Select(rows, question))
            Console.WriteLine($"{pick.Gain:F2}  {pick.Id}");
        #endregion

        #region vector-store
        using var summary = new FacilityLocationSelector(new() { Size = 3, Similarity = Similarity.Cosine });

        rows.Clear();                                         // the next request: what any vector store found
        foreach (SearchHit hit in hits) rows.Add(hit.Document, hit.Vector.Span);
        foreach (EmbeddingPick<string> pick in summary.Select(rows))
            Console.WriteLine($"{pick.Id}, passage {pick.Index} of {rows.Count}, stands for {pick.Weight} of them");
        #endregion
    }

    private sealed record SearchHit(string Document, ReadOnlyMemory<float> Vector);

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
