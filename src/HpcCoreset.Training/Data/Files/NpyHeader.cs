using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace HpcCoreset.Training.Data.Files;

/// <summary>The header of NumPy's <c>.npy</c> format, versions 1 and 2.</summary>
internal static partial class NpyHeader
{
    // A header longer than this is no header, real ones take 128 bytes; and to search one takes time by its square.
    private const uint LongestHeader = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header; the stream then stands at the first value.</summary>
    /// <param name="stream">The file from its beginning.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="allowed">The element types that the caller takes.</param>
    /// <exception cref="DataFileException">The header is damaged, or says something that is not supported.</exception>
    public static RawArray Read(Stream stream, string file, IReadOnlyList<ElementType> allowed)
    {
        Span<byte> preamble = stackalloc byte[12];
        if (stream.ReadAtLeast(preamble[..8], 8, throwOnEndOfStream: false) < 8 || !preamble[..6].SequenceEqual(Magic))
            throw new DataFileException($"{file}: not a .npy file: it does not begin with \\x93NUMPY");
        int version = preamble[6];
        if (version is not (1 or 2))
            throw new DataFileException($"{file}: found .npy format version {version}, allowed are 1 and 2");
        int lengthBytes = version == 1 ? 2 : 4;
        Span<byte> lengthField = preamble[8..(8 + lengthBytes)];
        if (stream.ReadAtLeast(lengthField, lengthBytes, throwOnEndOfStream: false) < lengthBytes) throw Damaged(file, "it ends early");
        uint length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthField)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthField);
        if (length > LongestHeader) throw Damaged(file, $"it claims to be {length} bytes long");
        byte[] text = PromisedValues.Read<byte>(stream, (int)length, out long read);
        if (read < length) throw Damaged(file, "it ends early");
        return Parse(Encoding.Latin1.GetString(text), file, allowed, 8 + lengthBytes + length);
    }

    /// <summary>Writes the header of a C-order array, padded so that the values begin on a multiple of 64 bytes.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="element">Type of the values.</param>
    /// <param name="shape">Length of every axis.</param>
    public static void Write(Stream stream, ElementType element, params ReadOnlySpan<long> shape)
    {
        var axes = new StringBuilder();
        foreach (long axis in shape) axes.Append(CultureInfo.InvariantCulture, $"{axis}, ");
        // Python writes a tuple of one as (5,) and longer ones as (5, 3).
        string tuple = shape.Length == 1 ? axes.ToString().TrimEnd() : axes.ToString().TrimEnd(' ', ',');
        string text = $"{{'descr': '{(element.Size == 1 ? '|' : '<')}{element.Code}', 'fortran_order': False, 'shape': ({tuple}), }}";
        int length = (10 + text.Length + 1 + 63) / 64 * 64 - 10;
        Span<byte> preamble = stackalloc byte[10];
        Magic.CopyTo(preamble);
        preamble[6] = 1;
        preamble[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(preamble[8..], checked((ushort)length));
        stream.Write(preamble);
        stream.Write(Encoding.Latin1.GetBytes(text.PadRight(length - 1) + "\n"));
    }

    private static RawArray Parse(string text, string file, IReadOnlyList<ElementType> allowed, long bytes)
    {
        string descr = Entry(Descr().Match(text), file, "descr");
        string order = Entry(FortranOrder().Match(text), file, "fortran_order");
        string shape = Entry(Shape().Match(text), file, "shape");
        if (order == "True")
            throw new DataFileException($"{file}: found Fortran order, allowed is C order (save numpy.ascontiguousarray(x))");
        if (descr[0] == '>')
            throw new DataFileException(
                $"{file}: found big-endian values ({descr}), allowed is little-endian (save x.astype('<{descr[1..]}'))");
        ElementType element = allowed.FirstOrDefault(type => type.Code == descr[1..])
            ?? throw new DataFileException($"{file}: found values of type {descr}, allowed are {ElementType.Names(allowed)}");
        string[] axes = shape.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var lengths = new long[axes.Length];
        for (int axis = 0; axis < axes.Length; axis++)
        {
            if (!long.TryParse(axes[axis], NumberStyles.None, CultureInfo.InvariantCulture, out lengths[axis]))
                throw Damaged(file, $"its shape is ({shape})");
        }
        return new RawArray(file, element, lengths, bytes);
    }

    private static string Entry(Match match, string file, string key) =>
        match.Success ? match.Groups[1].Value : throw Damaged(file, $"it has no valid '{key}'");

    private static DataFileException Damaged(string file, string how) => new($"{file}: damaged .npy header: {how}");

    [GeneratedRegex(@"'descr'\s*:\s*'([<>|=][a-zA-Z]\d*)'")]
    private static partial Regex Descr();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex Shape();
}
