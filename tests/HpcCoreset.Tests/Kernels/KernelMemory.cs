using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace HpcCoreset.Tests.Kernels;

/// <summary>What surrounds a kernel's buffers.</summary>
internal enum Fence
{
    /// <summary>Known bytes on both sides: a write there is found afterwards.</summary>
    Canaries,

    /// <summary>An unmapped page right behind the last byte: a read there ends the process. Canaries in front.</summary>
    PageAfter,

    /// <summary>An unmapped page right before the first byte. Canaries behind.</summary>
    PageBefore,
}

/// <summary>
/// Native buffers of exactly the size that a pass may touch, between canaries or beside an unmapped page. Pages need Linux; elsewhere
/// canaries replace them, which see writes only.
/// </summary>
internal sealed unsafe partial class KernelMemory(Fence fence) : IDisposable
{
    private const byte Canary = 0xC5;

    // A multiple of 8 but not of 64, so that between canaries no vector is aligned.
    private const int CanaryBytes = 72;
    private const int NoAccess = 0, ReadWrite = 3, PrivateAnonymous = 0x22;

    private readonly List<Block> _blocks = [];

    /// <summary>Whether pages are real on this system.</summary>
    public static bool HasPages => OperatingSystem.IsLinux();

    /// <summary>A buffer that must keep its values.</summary>
    public T* Input<T>(T[] values)
        where T : unmanaged => Add(values, isInput: true);

    /// <summary>A buffer with values to start from.</summary>
    public T* InOut<T>(T[] values)
        where T : unmanaged => Add(values, isInput: false);

    /// <summary>A buffer whose values are all to be written: NaN for floats, -1 for integers.</summary>
    public T* Output<T>(int count)
        where T : unmanaged
    {
        var values = new T[count];
        MemoryMarshal.AsBytes(values.AsSpan()).Fill(0xFF);
        return Add(values, isInput: false);
    }

    /// <summary>Fails if anything but the outputs was written.</summary>
    public void Check(string what)
    {
        foreach (Block block in _blocks)
        {
            if (Bytes(block.Start, block.Front).ContainsAnyExcept(Canary) || Bytes(block.Data + block.Length, block.Back).ContainsAnyExcept(Canary))
                Xunit.Assert.Fail($"{what}: wrote outside of a buffer of {block.Length} bytes");
            if (block.Input is not null && !Bytes(block.Data, block.Length).SequenceEqual(block.Input))
                Xunit.Assert.Fail($"{what}: changed an input of {block.Length} bytes");
        }
    }

    public void Dispose()
    {
        foreach (Block block in _blocks)
        {
            if (block.MappedLength == 0) NativeMemory.Free(block.Start);
            else if (Unmap(block.MappedStart, block.MappedLength) != 0) throw new InvalidOperationException("munmap failed");
        }
        _blocks.Clear();
    }

    private static Span<byte> Bytes(byte* start, int length) => new(start, length);

    private T* Add<T>(T[] values, bool isInput)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        Block block = fence == Fence.Canaries || !HasPages ? Allocate(bytes.Length) : Map(bytes.Length);
        Bytes(block.Start, block.Front).Fill(Canary);
        Bytes(block.Data + block.Length, block.Back).Fill(Canary);
        bytes.CopyTo(Bytes(block.Data, block.Length));
        _blocks.Add(block with { Input = isInput ? bytes.ToArray() : null });
        return (T*)block.Data;
    }

    private static Block Allocate(int length)
    {
        byte* start = (byte*)NativeMemory.Alloc((nuint)(length + 2 * CanaryBytes));
        return new Block(start, CanaryBytes, start + CanaryBytes, length, CanaryBytes, start, 0, null);
    }

    private Block Map(int length)
    {
        int page = Environment.SystemPageSize;
        int usable = Math.Max(1, (length + page - 1) / page) * page;
        byte* start = MapPages(null, (nuint)(usable + page), ReadWrite, PrivateAnonymous, -1, 0);
        if (start == (byte*)-1) throw new InvalidOperationException("mmap failed");
        bool after = fence == Fence.PageAfter;
        if (Protect(after ? start + usable : start, (nuint)page, NoAccess) != 0) throw new InvalidOperationException("mprotect failed");
        byte* first = after ? start : start + page;
        int rest = usable - length;
        return after
            ? new Block(first, rest, first + rest, length, 0, start, (nuint)(usable + page), null)
            : new Block(first, 0, first, length, rest, start, (nuint)(usable + page), null);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* MapPages(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);

    /// <summary>Front canaries at Start, then Length bytes of Data, then Back canaries.</summary>
    private readonly struct Block(
        byte* start, int front, byte* data, int length, int back, byte* mappedStart, nuint mappedLength, byte[]? input)
    {
        public readonly byte* Start = start;
        public readonly int Front = front;
        public readonly byte* Data = data;
        public readonly int Length = length;
        public readonly int Back = back;
        public readonly byte* MappedStart = mappedStart;
        public readonly nuint MappedLength = mappedLength;

        /// <summary>What the buffer must still hold afterwards, if it is an input.</summary>
        public byte[]? Input { get; init; } = input;
    }
}
