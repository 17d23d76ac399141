using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Greedy maximal marginal relevance (Carbonell, Goldstein 1998), lazily (as Minoux 1978): a row is compared with the picks only while
/// what is known of it still lets it win.
/// </summary>
/// <remarks>
/// A row's score falls with every pick that it is compared with, rounding included, so the score from the picks compared with so far is
/// an upper bound. All similarities are those of a plain loop in double: nothing is estimated, so nothing has to be decided again. Only
/// the first pick may raise scores, where similarities are negative, and is compared with every row.
/// </remarks>
internal sealed unsafe class MarginalRelevance
{
    private readonly ExactSimilarity _exact = new();
    private readonly IndexedHeap _heap = new();
    private readonly PinnedBuffer<int> _rows = new();
    private readonly PinnedBuffer<double> _relevance = new();
    private readonly PinnedBuffer<double> _redundancy = new();
    private readonly PinnedBuffer<double> _similarities = new();
    private readonly PinnedBuffer<int> _compared = new();
    private CoresetBuffer _picks = null!;
    private double _novelty;
    private long _evaluations;

    /// <summary>Picks rows and fills <paramref name="coreset"/>. Rows and query must stay pinned during the call.</summary>
    public void Run(MmrOptions options, RowSource rows, float* query, CoresetBuffer coreset, CancellationToken cancellation)
    {
        int count = rows.Count;
        (_picks, _novelty, _evaluations) = (coreset, 1 - options.Lambda, 0);
        _exact.Load(new SimilarityForm(options.Similarity, rows.Dimension, options.Gamma), rows);
        _heap.Reserve(count);
        _rows.Reserve(count);
        _relevance.Reserve(count);
        _redundancy.Reserve(count);
        _similarities.Reserve(count);
        _compared.Reserve(count);
        for (int i = 0; i < count; i++) _rows.Pointer[i] = i;
        double objective = 0;
        try
        {
            for (int step = 0; step < options.Size; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (step == 0) CompareWithQuery(query, count, options.Lambda);
                else if (step == 1) CompareWithFirst(count);
                else while (_compared.Pointer[_heap.PeekIndex] < step) Refresh(step);
                double score = _heap.PeekKey;
                objective += score;
                coreset.Add(_heap.PopTop(), 1, score);
            }
        }
        finally
        {
            _exact.Release();
        }
        coreset.Report = new SelectionReport(objective, options.Size, _evaluations, "none");
    }

    private void CompareWithQuery(float* query, int count, double lambda)
    {
        _exact.Evaluate(query, _rows.Pointer, count, _relevance.Pointer);
        _evaluations += count;
        for (int i = 0; i < count; i++) _relevance.Pointer[i] *= lambda;
        _heap.Rebuild(_relevance.Span(count));
    }

    private void CompareWithFirst(int count)
    {
        int pick = _picks.Indices[0];
        _exact.Evaluate(pick, _rows.Pointer, count, _redundancy.Pointer);
        _evaluations += count - 1;
        _heap.Clear();
        for (int i = 0; i < count; i++)
            if (i != pick) Push(i, compared: 1);
    }

    /// <summary>Compares the top rows that are not up to date with the picks that any of them lacks, eight rows together.</summary>
    private void Refresh(int step)
    {
        int batch = 0, first = step;
        int* rows = _rows.Pointer;
        while (batch < RowSums.Together && _heap.Count > 0 && _compared.Pointer[_heap.PeekIndex] < step)
        {
            rows[batch] = _heap.PopTop();
            first = Math.Min(first, _compared.Pointer[rows[batch++]]);
        }
        for (int pick = first; pick < step; pick++)
        {
            _exact.Evaluate(_picks.Indices[pick], rows, batch, _similarities.Pointer);
            _evaluations += batch;
            for (int j = 0; j < batch; j++)
                _redundancy.Pointer[rows[j]] = Math.Max(_redundancy.Pointer[rows[j]], _similarities.Pointer[j]);
        }
        for (int j = 0; j < batch; j++) Push(rows[j], step);
    }

    private void Push(int row, int compared)
    {
        _compared.Pointer[row] = compared;
        _heap.Push(_relevance.Pointer[row] - _novelty * _redundancy.Pointer[row], row);
    }
}
