using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Streaming;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Facility location of any number of rows in one pass and memory that does not grow with them: rows are appended in blocks of any size,
/// and the picks for all of them can be had at any time.
/// </summary>
/// <remarks>
/// <para>
/// Sieve-Streaming++ (Kazemi, Mitrovic, Zadimoghaddam, Lattanzi, Karbasi, ICML 2019) with gains measured on a uniform sample of the rows
/// so far (Vitter, ACM Trans. Math. Softw. 11, 1985): sieves of falling thresholds take what gains that much. The picks are a lazy
/// greedy's among all that the sieves hold and the sample; the best sieve would be within 1/2 - epsilon of the best set, so they are
/// within 1 - 1/e of that, as far as the sample goes, and in practice far above (<c>docs/optimizers.md</c>).
/// Up to <see cref="FacilityLocationStreamOptions.SampleRows"/> rows and a little more, those of <see cref="FacilityLocationSelector"/>.
/// </para>
/// <para>
/// With S rows in the sample, H held and values of 4 bytes: 2 (S + H + 512) d values for rows, and about 130 S for similarities. H is below
/// (1 + log(32 Size)) / epsilon times Size, in practice two or three times Size. The same rows and options give the same bytes, however the
/// rows are cut into blocks and for any number of threads. Appending allocates while the rows held outgrow every earlier number. Not
/// thread-safe.
/// </para>
/// </remarks>
#pragma warning disable CA1711 // It is a stream, of rows: the field's word.
public sealed unsafe class FacilityLocationStream : IDisposable
#pragma warning restore CA1711
{
    private const int LeafRows = 512;
    private const int UsuallyHeld = 3;
    private readonly FacilityLocationStreamOptions _options;
    private readonly FacilityLocationOptions _form;
    private readonly PinnedBuffer<float> _rows = new(); // the sample, then the open leaf
    private readonly HeldRows _held = new();
    private readonly SieveLadder _sieves = new();
    private readonly SampleSimilarities _similarities = new();
    private readonly PackedCandidates _sample = new();
    private readonly PackedCandidates _packed = new();
    private readonly HeldLocations _locations = new();
    private readonly FacilityLocation _all = new();
    private readonly Greedy _greedy = new();
    private readonly CoresetBuffer _picks = new();
    private readonly StreamedRows _reduced = new();
    private readonly long[] _ids;
    private readonly int[] _arrivals = new int[LeafRows];
    private readonly long[] _sampled;
    private int[] _open = [];
    private PointKernel _kernel = null!;
    private bool _isSieving;
    private ExclusiveUse _use;

    /// <summary>Creates a stream without rows. What the first one is like decides the dimension.</summary>
    /// <param name="options">What to keep.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FacilityLocationStream(FacilityLocationStreamOptions options)
    {
        const int SampleFactor = 8, SmallestSample = 1024, LargestSample = 1 << 28;
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1, "options.Size");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Size, LargestSample / SampleFactor, "options.Size");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        if (!Enum.IsDefined(options.Similarity) || options.Similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean)
            throw new ArgumentOutOfRangeException(
                "options.Similarity", options.Similarity, $"options.Similarity: found {options.Similarity}; allowed are those that do not count from the farthest pair, which a stream does not know.");
        SimilarityForm.CheckGamma(options.Gamma, "options.Gamma");
        if (!(options.Epsilon >= 1e-4 && options.Epsilon <= 1))
            throw new ArgumentOutOfRangeException("options.Epsilon", options.Epsilon, "options.Epsilon: allowed are numbers from 0.0001 to 1.");
        if (options.SampleRows == 0) options = options with { SampleRows = Math.Max(SmallestSample, SampleFactor * options.Size) };
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SampleRows, options.Size, "options.SampleRows");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SampleRows, LargestSample, "options.SampleRows");
        _options = options;
        _form = new FacilityLocationOptions
        {
            Size = options.Size,
            Similarity = options.Similarity,
            Gamma = options.Gamma,
            Threads = options.Threads,
            WithoutSmallMatrix = true,
        };
        _ids = new long[options.SampleRows + LeafRows];
        _sampled = new long[options.SampleRows];
    }

    /// <summary>The options, <see cref="FacilityLocationStreamOptions.SampleRows"/> filled in.</summary>
    public FacilityLocationStreamOptions Options => _options;

    /// <summary>Values per row; 0 before the first row.</summary>
    public int Dimension { get; private set; }

    /// <summary>Rows appended so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Rows that the sieves hold; 0 as long as all rows are kept.</summary>
    public int HeldCount => _held.Count;

    /// <summary>Rows in the sample.</summary>
    private int Sampled => (int)Math.Min(RowCount, _options.SampleRows);

    /// <summary>Rows in the open leaf.</summary>
    private int Open { get; set; }

    /// <summary>
    /// Appends rows. O(rows * SampleRows * dimension), and as much again for what the sieves gain: log(32 Size) / epsilon of them, each
    /// O(rows * SampleRows).
    /// </summary>
    /// <param name="block">Any number of rows of finite values; no zero row (constant row) under cosine (correlation). They are copied.</param>
    /// <exception cref="ArgumentException">The rows are not as they must be: the message says where, and nothing was appended.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public void Append(scoped Points block)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        if (block.Count == 0) return;
        if (Dimension != 0 && block.Dimension != Dimension)
            throw new ArgumentException($"block: found rows of dimension {block.Dimension}; the stream has rows of {Dimension}.", nameof(block));
        RowValidation.CheckRows(block, _options.Similarity, nameof(block));
        if (Dimension == 0) Start(block.Dimension, nameof(block));
        _reduced.Touch();
        for (int row = 0; row < block.Count; row++)
        {
            int place = Sampled < _options.SampleRows ? Sampled : _options.SampleRows + Open++;
            block.CopyRow(row, new Span<float>(Row(place), Dimension));
            _ids[place] = RowCount++;
            if (Open == LeafRows) CloseLeaf();
        }
    }

    /// <summary>Picks from what is kept, and leaves the stream as it is: its later picks do not depend on when it was asked.</summary>
    /// <returns>
    /// The picks in order, as weight the rows that each stands for (estimated on the sample; they add up to all rows). At most
    /// <see cref="FacilityLocationStreamOptions.Size"/>, all rows if there are no more. A view, which this stream's next call makes stale.
    /// </returns>
    /// <exception cref="InvalidOperationException">Another call is running on this object, or there are no rows.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public StreamCoreset Reduce()
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        if (RowCount == 0) throw new InvalidOperationException("The stream has no rows yet.");
        _reduced.Clear();
        _reduced.Reserve(_options.Size, Dimension);
        if (_isSieving) PickHeld();
        else PickAll();
        return new StreamCoreset(_reduced, 0);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _reduced.Touch();
        _sample.Dispose();
        _packed.Dispose();
        _all.Dispose();
    }

    private void Start(int dimension, string argument)
    {
        if (dimension < SimilarityForm.LeastDimension(_options.Similarity))
            throw new ArgumentException($"block: found rows of dimension {dimension}; allowed are at least {SimilarityForm.LeastDimension(_options.Similarity)}.", argument);
        _rows.Reserve(checked(_ids.Length * dimension));
        _kernel = KernelCatalogue.Get(_options.Similarity, ofBits: false, dimension);
        Dimension = dimension;
    }

    private float* Row(int place) => _rows.Pointer + (nint)place * Dimension;

    private RowSource Rows(int first, int count) => new(Row(first), count, Dimension, Dimension);

    /// <summary>Rows are sieved before they may come into the sample, so that they gain nothing by covering themselves.</summary>
    private void CloseLeaf()
    {
        PackSample();
        if (!_isSieving)
        {
            _isSieving = true;
            _held.Start(checked(UsuallyHeld * _options.Size), LeafRows, Dimension);
            _sieves.Start(_options.Size, _options.SampleRows, _options.Epsilon);
            SieveRows(_sample, 0);
        }
        _sample.LoadCandidates(_packed, Rows(_options.SampleRows, LeafRows), _options.Threads);
        SieveRows(_packed, _options.SampleRows);
        Renew();
        Open = 0;
    }

    private void PackSample()
    {
        _sample.Load(new SimilarityForm(_options.Similarity, Dimension, _options.Gamma), _kernel, Rows(0, _options.SampleRows), _options.Threads);
        _similarities.Reserve(_sample.Rows.PaddedCount, Dimension);
    }

    /// <summary>Offers packed rows, which are kept from a place on, to the sieves.</summary>
    private void SieveRows(PackedCandidates packed, int place)
    {
        int padded = _sample.Rows.PaddedCount;
        for (int panel = 0; panel < packed.Rows.PanelCount; panel++)
        {
            int count = _similarities.TakePanel(packed, panel), first = panel * RowPanels.Lanes;
            float* similarities = _similarities.Run(_sample, count, _options.Threads);
            for (int j = 0; place == 0 && j < count; j++) similarities[(nint)j * padded + first + j] = 0;
            _sieves.Offer(similarities, padded, count, Rows(place + first, count), _ids.AsSpan(place + first), _held, _options.Threads);
        }
    }

    /// <summary>Lets the rows of the leaf into the sample, each with the probability that keeps it uniform, and sieves know of it.</summary>
    private void Renew()
    {
        var random = new Philox(_options.Seed, 0);
        int arrivals = 0;
        for (int j = 0; j < LeafRows; j++)
        {
            int from = _options.SampleRows + j;
            ulong place = random.Below((ulong)_ids[from] + 1, (ulong)_ids[from]);
            if (place >= (ulong)_options.SampleRows) continue;
            new ReadOnlySpan<float>(Row(from), Dimension).CopyTo(new Span<float>(Row((int)place), Dimension));
            _ids[place] = _ids[from];
            _arrivals[arrivals++] = (int)place;
        }
        PackSample();
        _sample.LoadCandidates(_packed, _held.Rows, _options.Threads);
        _similarities.Reserve(_packed.Rows.PaddedCount, Dimension);
        for (int first = 0; first < arrivals; first += SampleSimilarities.Together)
        {
            int count = Math.Min(SampleSimilarities.Together, arrivals - first);
            for (int j = 0; j < count; j++) _similarities.Take(_sample, _arrivals[first + j], j);
            float* similarities = _similarities.Run(_packed, count, _options.Threads);
            for (int j = 0; j < count; j++) _sieves.Replace(_arrivals[first + j], similarities + (nint)j * _packed.Rows.PaddedCount);
        }
        _sieves.Weigh();
    }

    private void PickAll()
    {
        int count = Sampled + Open;
        FacilityLocationOptions options = count < _options.Size ? _form with { Size = count } : _form;
        _picks.Reset(options.Size);
        _all.Load(options, _kernel, Rows(0, count), default, default);
        _greedy.Run(_all, options, default, _picks, default);
        for (int j = 0; j < _picks.Count; j++) Report(j, _picks.Indices[j]);
    }

    /// <summary>A greedy among the rows that are held, those of the open leaf, which no sieve has seen, and those of the sample.</summary>
    private void PickHeld()
    {
        int count = 0, behind = _held.Capacity, candidates = behind + LeafRows, leaf = _options.SampleRows;
        if (_open.Length < candidates + leaf) _open = new int[candidates + leaf];
        _ids.AsSpan(0, leaf).CopyTo(_sampled);
        _sampled.AsSpan().Sort();
        for (int place = 0; place < behind; place++)
            if (_held.IsTaken(place) && _sampled.AsSpan().BinarySearch(_held.Id(place)) < 0) _open[count++] = place;
        for (int j = 0; j < Open; j++)
        {
            new ReadOnlySpan<float>(Row(leaf + j), Dimension).CopyTo(_held.Row(behind + j));
            _open[count++] = behind + j;
        }
        for (int i = 0; i < leaf; i++) _open[count++] = candidates + i;
        PackSample();
        _sample.LoadCandidates(_packed, _held.Rows, _options.Threads);
        _locations.Load(_sample, RowCount / (double)leaf, _options.Threads);
        _picks.Reset(_options.Size);
        _greedy.Run(_locations, _form, new GreedyTerms { Candidates = _open.AsSpan(0, count) }, _picks, default);
        for (int j = 0; j < _picks.Count; j++)
        {
            int pick = _picks.Indices[j];
            if (pick < behind) Report(j, _held.Row(pick), _held.Id(pick));
            else Report(j, pick < candidates ? leaf + pick - behind : pick - candidates);
        }
    }

    private void Report(int position, int place) => Report(position, new ReadOnlySpan<float>(Row(place), Dimension), _ids[place]);

    private void Report(int position, ReadOnlySpan<float> row, long id) => row.CopyTo(_reduced.Add(_picks.Weights[position], id));
}
