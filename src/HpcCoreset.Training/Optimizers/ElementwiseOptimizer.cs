using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;

namespace HpcCoreset.Training;

/// <summary>
/// An optimizer that moves each parameter by what it knows of that one alone, in one pass over memory. Products and sums are rounded
/// separately, so that neither registers nor threads change a bit.
/// </summary>
/// <typeparam name="TRule">What happens to one parameter.</typeparam>
internal sealed unsafe class ElementwiseOptimizer<TRule> : Optimizer, IChunkedWork
    where TRule : struct, IUpdateRule<TRule>
{
    private const int Chunk = 1 << 14; // the parameters and slots of a chunk stay in a core's second-level cache

    private readonly TRule _rule;
    private readonly PinnedBuffer<float> _state = new();
    private readonly int _parameters;
    private readonly int _threads;
    private TRule _now;
    private float* _values;
    private float* _gradient;

    /// <summary>An optimizer that has taken no step yet.</summary>
    /// <param name="rule">What happens to one parameter.</param>
    /// <param name="parameters">Number of parameters.</param>
    /// <param name="threads">Threads to use.</param>
    public ElementwiseOptimizer(TRule rule, int parameters, int threads) : base(parameters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_rule, _parameters, _threads) = (rule, parameters, threads);
        _state.Reserve(checked(rule.Slots * parameters));
        State.Clear();
    }

    /// <summary>[Slots][parameters].</summary>
    public override Span<float> State => _state.Span(_rule.Slots * _parameters);

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
        _now = _rule.At(Steps + 1, learningRate);
        fixed (float* values = parameters, slopes = gradient)
        {
            _values = values;
            _gradient = slopes;
            WorkerTeam.Run(this, (_parameters - 1) / Chunk + 1, _threads);
        }
    }

    /// <inheritdoc/>
    void IChunkedWork.Execute(int chunk)
    {
        int first = chunk * Chunk, count = Math.Min(Chunk, _parameters - first), done = 0;
        if (Avx512F.IsSupported) done = Move<Lane512>(first, done, count);
        else if (Fma.IsSupported) done = Move<Lane256>(first, done, count);
        else if (AdvSimd.IsSupported) done = Move<Lane128>(first, done, count);
        Move<ScalarLane>(first, done, count);
    }

    /// <summary>Moves whole registers of parameters of a chunk.</summary>
    /// <returns>Where the rest begins.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Move<T>(int first, int done, int count)
        where T : struct, ILane<T>
    {
        TRule rule = _now;
        ref float values = ref Unsafe.AsRef<float>(_values + first), slopes = ref Unsafe.AsRef<float>(_gradient + first);
        ref float state = ref Unsafe.AsRef<float>(_state.Pointer + first);
        for (; done <= count - T.Width; done += T.Width)
        {
            T moved = rule.Move(T.Load(ref values, done), T.Load(ref slopes, done), ref Unsafe.Add(ref state, done), _parameters);
            moved.Store(ref values, done);
        }
        return done;
    }
}
