using System;
using HpcCoreset;

/// <summary>What a request needs, for one thread: a selector with its workspace, and room for what was found. Made once, used again.</summary>
internal sealed class Diversifier : IDisposable
{
    private readonly PassageStore _store;
    private readonly MmrSelector _selector;
    private readonly int[] _found;
    private readonly float[] _cosines, _vectors;

    public Diversifier(PassageStore store, int candidates, int keep)
    {
        _store = store;
        _selector = new(new() { Size = keep, Lambda = 0.5 });
        _selector.Prepare(candidates, store.Dimension);
        (_found, _cosines, _vectors) = (new int[candidates], new float[candidates], new float[candidates * store.Dimension]);
    }

    /// <summary>Passages like one, and unlike each other; or the nearest ones, as a search returns them.</summary>
    public void Find(int passage, bool diverse, Span<int> kept)
    {
        _store.FindNearest(passage, _found, _cosines);
        if (!diverse)
        {
            _found.AsSpan(0, kept.Length).CopyTo(kept);
            return;
        }
        for (int i = 0; i < _found.Length; i++) _store[_found[i]].CopyTo(_vectors.AsSpan(i * _store.Dimension));
        Coreset picks = _selector.Select(new Points(_vectors, _store.Dimension), _store[passage]);
        for (int i = 0; i < kept.Length; i++) kept[i] = _found[picks.Indices[i]];
    }

    public void Dispose() => _selector.Dispose();
}
