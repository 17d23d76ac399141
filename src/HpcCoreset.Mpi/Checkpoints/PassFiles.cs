using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using HpcCoreset.Files;
using HpcCoreset.Numerics;

namespace HpcCoreset.Mpi;

/// <summary>Passes in files, one each: SHA-256 of what they are of, what was found, SHA-256 of all that.</summary>
/// <param name="checkpoint">Which counts them.</param>
/// <param name="path">What their names begin with.</param>
/// <param name="subject">What they are of.</param>
internal sealed unsafe class PassFiles(SelectionCheckpoint checkpoint, string path, string subject) : PassLog
{
    private const int BlockBytes = 1 << 20;
    private readonly byte[] _subject = SHA256.HashData(Encoding.UTF8.GetBytes(subject));
    private int _pass;

    private string Current => string.Create(CultureInfo.InvariantCulture, $"{path}.pass-{_pass}");

    public override bool TryRecall(void* found, nint bytes)
    {
        _pass++;
        if (!File.Exists(Current)) return false;
        using var file = new FileStream(Current, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (file.Length != 2 * SHA256.HashSizeInBytes + bytes) return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> frame = stackalloc byte[SHA256.HashSizeInBytes], computed = stackalloc byte[SHA256.HashSizeInBytes];
        file.ReadExactly(frame);
        if (!frame.SequenceEqual(_subject)) return false;
        hash.AppendData(frame);
        for (nint at = 0; at < bytes; at += BlockBytes)
        {
            Span<byte> block = Block(found, at, bytes);
            file.ReadExactly(block);
            hash.AppendData(block);
        }
        file.ReadExactly(frame);
        hash.GetHashAndReset(computed);
        if (!frame.SequenceEqual(computed)) return false;
        checkpoint.Recalled++;
        return true;
    }

    public override void Keep(void* found, nint bytes)
    {
        using var files = new OutputFiles();
        files.Write(Current, file =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Append(_subject);
            for (nint at = 0; at < bytes; at += BlockBytes) Append(Block(found, at, bytes));
            file.Write(hash.GetHashAndReset());

            void Append(ReadOnlySpan<byte> part)
            {
                hash.AppendData(part);
                file.Write(part);
            }
        });
        files.Commit();
        checkpoint.Made++;
    }

    private static Span<byte> Block(void* values, nint at, nint bytes) => new((byte*)values + at, (int)Math.Min(BlockBytes, bytes - at));
}
