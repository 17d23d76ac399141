using System;
using System.Globalization;
using System.Text;
using System.Xml;

namespace HpcCoreset.Charts;

/// <summary>What SVG and HTML have in common for those who write them: all text is escaped by the writer.</summary>
internal static class Markup
{
    /// <summary>Writes an element that has attributes only.</summary>
    /// <param name="xml">The writer.</param>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Its attributes.</param>
    public static void Element(this XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        xml.Attributes(attributes);
        xml.WriteEndElement();
    }

    /// <summary>Writes attributes of the element that was begun.</summary>
    /// <param name="xml">The writer.</param>
    /// <param name="attributes">The attributes.</param>
    public static void Attributes(this XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes) xml.WriteAttributeString(name, Readable(value));
    }

    /// <summary>Text with U+FFFD in place of what XML has no letters for.</summary>
    /// <param name="text">Any text.</param>
    public static string Readable(string text)
    {
        var readable = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) // which already replaces half pairs
            readable.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune : Rune.ReplacementChar);
        return readable.ToString();
    }

    /// <summary>Text of at most so many letters, an ellipsis at the end of what is longer.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="letters">Most letters, at least 2.</param>
    public static string Short(string text, int letters)
    {
        if (text.Length <= letters) return text;
        int kept = char.IsHighSurrogate(text[letters - 2]) ? letters - 2 : letters - 1; // no half of a pair
        return string.Concat(text.AsSpan(0, kept), "…");
    }

    /// <summary>A place on the paper, in hundredths: the last bits of a logarithm are not the same everywhere.</summary>
    /// <param name="value">The place.</param>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A number as a person reads it, of four digits.</summary>
    /// <param name="value">The number.</param>
    public static string Brief(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
