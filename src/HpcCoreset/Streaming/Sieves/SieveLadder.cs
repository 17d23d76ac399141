using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Streaming;

/// <summary>
/// The sieves of Sieve-Streaming++, by rising threshold, in steps of a factor of 1 + epsilon: from a share of what the best set is worth
/// up to the largest gain of a row by itself. They look at rows in parallel, each by itself.
/// </summary>
/// <remarks>
/// The paper's lowest threshold, half of the best value shared out to all picks, is what its guarantee of 1/2 needs; but what facility
/// location gains late lies below that, and the best sieve would stay far from full. Hence a 16th of it.
/// </remarks>
internal sealed unsafe class SieveLadder : IChunkedWork
{
    private const double Lower = 16;
    private readonly PinnedBuffer<float> _weights = new();
    private readonly SampleCoverage _nothing = new();
    private readonly PinnedBuffer<double> _singles = new();
    private Sieve[] _sieves = [];
    private int[] _places = [];
    private int _size;
    private int _sampleRows;
    private int _first; // of the sieves in use, in a ring
    private double _step;
    private double _largest;
    private float* _similarities;
    private int _stride;
    private int _offered;

    /// <summary>Sieves in use.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, from the lowest threshold up.</summary>
    public Sieve this[int index] => _sieves[(_first + index) % _sieves.Length];

    /// <summary>Starts without sieves, and with room for all there may be.</summary>
    public void Start(int size, int sampleRows, double epsilon)
    {
        (_size, _sampleRows, _step, Count, _first, _largest) = (size, sampleRows, 1 + epsilon, 0, 0, 0);
        int most = (int)Math.Ceiling(Math.Log(2.0 * size * Lower * _step) / Math.Log(_step)) + 2;
        _sieves = new Sieve[most];
        SampleCoverage.Fill(_weights, sampleRows);
        for (int i = 0; i < most; i++) (_sieves[i] = new Sieve()).Start(0, size, sampleRows, _weights);
        _nothing.Clear(sampleRows, _weights);
        _singles.Reserve(SampleSimilarities.Together);
        _places = new int[SampleSimilarities.Together];
    }

    /// <summary>Offers rows to every sieve; what any takes is held.</summary>
    /// <param name="similarities">To the sample.</param>
    /// <param name="stride">From one row's to the next one's.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="ids">Their numbers.</param>
    /// <param name="held">Where rows are held.</param>
    /// <param name="threads">Threads to use.</param>
    public void Offer(float* similarities, int stride, int count, RowSource rows, ReadOnlySpan<long> ids, HeldRows held, int threads)
    {
        for (int j = 0; j < count; j++)
        {
            _singles.Pointer[j] = _nothing.Gain(similarities + (nint)j * stride);
            _largest = Math.Max(_largest, _singles.Pointer[j]);
        }
        Range(held);
        _similarities = similarities;
        (_stride, _offered) = (stride, count);
        WorkerTeam.Run(this, Count, threads);
        _places.AsSpan(0, count).Fill(-1);
        for (int i = 0; i < Count; i++)
            foreach (int j in this[i].Taken)
            {
                if (_places[j] >= 0) held.Hold(_places[j]);
                else _places[j] = held.Add(rows.Row(j, null), ids[j]);
                this[i].Keep(_places[j]);
            }
    }

    /// <summary>Another row has come into the sample.</summary>
    /// <param name="row">In whose place.</param>
    /// <param name="similarities">Its similarities to the rows held.</param>
    public void Replace(int row, float* similarities)
    {
        for (int i = 0; i < Count; i++) this[i].Replace(row, similarities);
    }

    /// <summary>Sums up what every set is worth on the sample as it is now.</summary>
    public void Weigh()
    {
        for (int i = 0; i < Count; i++) this[i].Weigh();
    }

    void IChunkedWork.Execute(int chunk) => this[chunk].Offer(_similarities, _stride, _offered, _singles.Pointer);

    /// <summary>Adds sieves at the top for a larger single gain, and drops those at the bottom that the best value has left behind.</summary>
    private void Range(HeldRows held)
    {
        if (_largest <= 0) return;
        double best = _largest;
        for (int i = 0; i < Count; i++) best = Math.Max(best, this[i].Value);
        double lowest = best / (2.0 * _size * Lower * _step);
        while (Count > 0 && this[0].Threshold < lowest)
        {
            foreach (int place in this[0].Members) held.LetGo(place);
            _first = (_first + 1) % _sieves.Length;
            Count--;
        }
        double next = Count > 0 ? this[Count - 1].Threshold * _step : lowest;
        for (; next <= _largest; next *= _step) this[Count++].Start(next, _size, _sampleRows, _weights);
    }
}
