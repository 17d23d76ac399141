using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Selection;

/// <summary>What the user asked for about rows that are picked one after the other, and what files beside the input say of them.</summary>
internal sealed record GreedyRequest : IDisposable
{
    /// <summary>What nobody asked otherwise for.</summary>
    public static GreedyRequest Usual { get; } = new();

    /// <summary>How alike rows are; nothing stands for what is usual with the method.</summary>
    public Similarity? Similarity { get; init; }

    /// <summary>The gamma of the rbf similarity; 0 stands for 1 / dimension.</summary>
    public double Gamma { get; init; }

    /// <summary>Bytes that may be spent on remembering similarities.</summary>
    public long CacheBytes { get; init; }

    /// <summary>How much relevance counts against novelty.</summary>
    public double RelevanceWeight { get; init; } = 0.5;

    /// <summary>Graph cut: how much likeness to all rows counts against likeness to other picks.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Saturated coverage: the share of a row's similarities to all rows that is enough.</summary>
    public double Saturation { get; init; } = 0.1;

    /// <summary>Log-determinant: what is added to every row's similarity to itself.</summary>
    public double Ridge { get; init; } = 1;

    /// <summary>How a feature's sum counts.</summary>
    public Concave Concave { get; init; }

    /// <summary>How much of a feature is enough.</summary>
    public double CoverageThreshold { get; init; } = 1;

    /// <summary>How the next pick is found.</summary>
    public GreedyOptimizer Optimizer { get; init; }

    /// <summary>What approximate lazy evaluation makes do with.</summary>
    public double Beta { get; init; } = 0.9;

    /// <summary>The accuracy of an optimizer; 0 stands for its own.</summary>
    public double Epsilon { get; init; }

    /// <summary>Blocks of a random partition.</summary>
    public int Partitions { get; init; } = 8;

    /// <summary>Whether blocks are judged by their own rows alone.</summary>
    public bool LocalPartitions { get; init; }

    /// <summary>Rows that count as picked already.</summary>
    public int[] Initial { get; init; } = [];

    /// <summary>Rows that may be picked; empty for all.</summary>
    public int[] Candidates { get; init; } = [];

    /// <summary>How good each row is by itself; empty for 0 each.</summary>
    public double[] Scores { get; init; } = [];

    /// <summary>How much scores count beside gains.</summary>
    public double ScoreWeight { get; init; } = 1;

    /// <summary>What each row costs; empty without a budget.</summary>
    public double[] Costs { get; init; } = [];

    /// <summary>What picks may cost together; 0 for no limit.</summary>
    public double Budget { get; init; }

    /// <summary>What picks shall be like; owned.</summary>
    public InputData? Query { get; init; }

    /// <summary>What picks stand for, if not the rows of the input; owned.</summary>
    public InputData? Represented { get; init; }

    /// <summary>What is there already; owned.</summary>
    public InputData? Private { get; init; }

    /// <summary>How far rows count beyond their similarity to the query.</summary>
    public double Eta { get; init; } = 1;

    /// <summary>From which share of their similarity to the private rows on rows count.</summary>
    public double Nu { get; init; } = 1;

    /// <summary>Whether picks stand for the query.</summary>
    public bool RepresentQuery { get; init; }

    /// <summary>How many of its most similar candidates a row knows; 0 for all.</summary>
    public int Neighbours { get; init; }

    /// <summary>How many rows the budget could pay for at most, by the cheapest of those that may be picked; at least 1.</summary>
    public int MostPicks
    {
        get
        {
            IEnumerable<int> open = (Candidates is [] ? Enumerable.Range(0, Costs.Length) : Candidates).Except(Initial);
            double sum = 0;
            return Math.Max(1, open.Select(row => Costs[row]).Order().TakeWhile(cost => (sum += cost) <= Budget).Count());
        }
    }

    /// <summary>What the library calls the files.</summary>
    public GreedyTerms Terms => new() { Initial = Initial, Candidates = Candidates, Scores = Scores, Costs = Costs };

    /// <summary>What the library calls the rows beside those of the input.</summary>
    public ReferenceRows References => new()
    {
        Query = Query is null ? default : Query.Points,
        Represented = Represented is null ? default : Represented.Points,
        Private = Private is null ? default : Private.Points,
    };

    /// <summary>Frees the rows beside those of the input.</summary>
    public void Dispose()
    {
        Query?.Dispose();
        Represented?.Dispose();
        Private?.Dispose();
    }
}
