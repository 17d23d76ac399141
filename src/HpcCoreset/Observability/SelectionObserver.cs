using System;
using System.Diagnostics;

namespace HpcCoreset.Observability;

/// <summary>Tells of one selector's calls. Costs nothing while nobody listens, and computes nothing that the selection could notice.</summary>
/// <param name="selector">The selector's public name.</param>
/// <param name="method">Which of its methods, objectives or optimizers; null where there is one only.</param>
internal readonly struct SelectionObserver(string selector, string? method = null)
{
    private readonly string _activityName = $"{selector}.Select";

    // Read here, so that the instruments are made with the first selector and not in its first request.
    private readonly ActivitySource _activities = SelectionInstruments.Activities;

    /// <summary>A call begins on rows in memory.</summary>
    public Call Begin(scoped Points points) =>
        SelectionInstruments.AreListenedTo ? new Call(_activities.StartActivity(_activityName), selector, method, points.Count, points.Dimension, points.Bytes) : default;

    /// <summary>A call begins on candidates that are no rows.</summary>
    public Call Begin(int candidates) =>
        SelectionInstruments.AreListenedTo ? new Call(_activities.StartActivity(_activityName), selector, method, candidates, dimension: 0, bytes: 0) : default;

    /// <summary>A call in progress; the default is one that nobody listens to.</summary>
    public readonly struct Call
    {
        private readonly string? _selector;
        private readonly string? _method;
        private readonly Activity? _activity;
        private readonly int _rows;
        private readonly long _bytes;
        private readonly long _begun;

        internal Call(Activity? activity, string selector, string? method, int rows, int dimension, long bytes)
        {
            (_activity, _selector, _method, _rows, _bytes) = (activity, selector, method, rows, bytes);
            if (activity is { IsAllDataRequested: true })
            {
                activity.SetTag(Attributes.Selector, selector);
                if (method is not null) activity.SetTag(Attributes.Method, method);
                activity.SetTag(Attributes.Rows, rows);
                if (dimension > 0) activity.SetTag(Attributes.Dimension, dimension);
            }
            _begun = Stopwatch.GetTimestamp();
        }

        /// <summary>The call has picked.</summary>
        /// <returns>The picks.</returns>
        public Coreset Complete(Coreset picks)
        {
            if (_selector is null) return picks;
            double seconds = Stopwatch.GetElapsedTime(_begun).TotalSeconds;
            SelectionReport report = picks.Report;
            TagList tags = Tags();
            tags.Add(Attributes.Kernel, report.Kernel);
            SelectionInstruments.Duration.Record(seconds, tags);
            SelectionInstruments.Rows.Add(_rows, tags);
            SelectionInstruments.Evaluations.Add(report.Evaluations, tags);
            if (_bytes > 0) SelectionInstruments.InputSize.Add(_bytes, tags);
            if (_activity is null) return picks;
            if (_activity.IsAllDataRequested)
            {
                _activity.SetTag(Attributes.Kernel, report.Kernel);
                _activity.SetTag(Attributes.Picks, picks.Count);
                _activity.SetTag(Attributes.Evaluations, report.Evaluations);
            }
            _activity.Dispose();
            return picks;
        }

        /// <summary>The call has failed, was refused or was cancelled.</summary>
        /// <returns>False: a filter, which looks at the exception and lets it pass.</returns>
        public bool Fail(Exception exception)
        {
            if (_selector is null) return false;
            double seconds = Stopwatch.GetElapsedTime(_begun).TotalSeconds;
            TagList tags = Tags();
            tags.Add(Attributes.ErrorType, exception.GetType().FullName);
            SelectionInstruments.Duration.Record(seconds, tags);
            if (_activity is null) return false;
            _activity.SetTag(Attributes.ErrorType, exception.GetType().FullName);
            _activity.SetStatus(ActivityStatusCode.Error, exception.Message);
            _activity.Dispose();
            return false;
        }

        private TagList Tags()
        {
            TagList tags = new() { { Attributes.Selector, _selector } };
            if (_method is not null) tags.Add(Attributes.Method, _method);
            return tags;
        }
    }
}
