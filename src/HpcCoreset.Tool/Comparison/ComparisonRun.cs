using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HpcCoreset.Evaluation;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Selection;
using HpcCoreset.Training;

namespace HpcCoreset.Tool.Comparison;

/// <summary>Makes coresets of every method and size, judges them, and trains models on them if rows have labels.</summary>
internal sealed class ComparisonRun : IDisposable
{
    private readonly InputData _data;
    private readonly HeldOutSplit? _split;
    private readonly ComparisonRequest _request;
    private readonly CoresetEvaluator _judge;
    private readonly LogisticModel? _model;
    private readonly CancellationToken _cancellation;

    /// <summary>Prepares a run.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="split">The same rows in two parts, if they have labels.</param>
    /// <param name="request">What to compare.</param>
    /// <param name="cancellation">Ends the run.</param>
    public ComparisonRun(InputData data, HeldOutSplit? split, ComparisonRequest request, CancellationToken cancellation)
    {
        (_data, _split, _request, _cancellation) = (split?.Training ?? data, split, request, cancellation);
        _judge = new CoresetEvaluator(new()
        {
            Clusters = request.Clusters,
            Candidates = request.Candidates,
            Metric = request.Metric,
            Threads = request.Threads,
            Seed = ~request.Seed, // far from those that coresets are made with
        });
        if (split is not null) _model = new LogisticModel(split.Training.Labels!.Names.Count, request.Threads);
    }

    /// <summary>Compares.</summary>
    /// <param name="progress">Shows how far it is.</param>
    /// <exception cref="InvalidInputException">The library refused the rows or the request.</exception>
    public ComparisonOutcome Run(ProgressDisplay progress)
    {
        int coresets = _request.Methods.Count * _request.Sizes.Count * _request.Seeds;
        try
        {
            return progress.Run("comparing", "coresets", coresets, report =>
            {
                var results = new List<ComparisonResult>();
                ClassificationScore? full = Train([.. Enumerable.Range(0, _data.Count)], _data.Weights);
                foreach (SelectionMethod method in _request.Methods)
                    foreach (int size in _request.Sizes)
                    {
                        results.Add(Compare(method, size));
                        report?.Invoke(results.Count * _request.Seeds);
                    }
                return new ComparisonOutcome(results, _data.Count, _split?.TestLabels.Length ?? 0, full);
            });
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, _data.Name);
        }
    }

    /// <summary>Frees the workspaces.</summary>
    public void Dispose()
    {
        _judge.Dispose();
        _model?.Dispose();
    }

    private ComparisonResult Compare(SelectionMethod method, int size)
    {
        DistortionTally distortions = default;
        (double seconds, double accuracy, double balanced) = (0, 0, 0);
        bool isTrained = _model is not null;
        for (int seed = 0; seed < _request.Seeds; seed++)
        {
            _cancellation.ThrowIfCancellationRequested();
            SelectionOutcome outcome = SelectionRun.Select(_data, Selection(method, size, seed), ProgressDisplay.None, _cancellation);
            distortions.Add(_judge.Evaluate(_data.Points, outcome.Coreset, _data.Weights).MaxDistortion);
            seconds += outcome.Elapsed.TotalSeconds / _request.Seeds;
            isTrained &= outcome.Coreset.Centroids.Count == 0; // a centroid has no label
            if (!isTrained) continue;
            ClassificationScore score = Train(outcome.Coreset.Indices, [.. outcome.Coreset.Weights])!.Value;
            accuracy += score.Accuracy / _request.Seeds;
            balanced += score.BalancedAccuracy / _request.Seeds;
        }
        return new(method, size, distortions.Figures, isTrained ? new(accuracy, balanced) : null, seconds);
    }

    private SelectionRequest Selection(SelectionMethod method, int size, int seed) => new()
    {
        Method = method,
        Size = size,
        Clusters = _request.Clusters,
        Metric = _request.Metric,
        Seed = _request.Seed + (ulong)seed,
        Threads = _request.Threads,
    };

    /// <summary>Trains a model on some rows and tests it on those held out.</summary>
    private ClassificationScore? Train(IReadOnlyList<int> rows, double[] weights)
    {
        if (_model is null) return null;
        int dimension = _data.Dimension;
        var values = new float[rows.Count * dimension];
        var labels = new int[rows.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            _data.Rows[rows[i]].CopyTo(values.AsSpan(i * dimension));
            labels[i] = _data.Labels!.Codes[rows[i]];
        }
        _model.Fit(new Points(values, dimension), labels, weights);
        return _model.Score(_split!.TestRows.AsPoints(), _split.TestLabels);
    }
}
