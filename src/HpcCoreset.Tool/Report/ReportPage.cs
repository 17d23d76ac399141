using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using HpcCoreset.Charts;

namespace HpcCoreset.Tool.Report;

/// <summary>
/// A page that needs nothing else. It is written as XML that is HTML as well, so that all text is escaped, and its policy refuses every
/// connection and any script but its own.
/// </summary>
/// <param name="Title">What it is about.</param>
/// <param name="Lead">What came out, in a sentence.</param>
/// <param name="Sections">Its parts.</param>
internal sealed record ReportPage(string Title, string Lead, IReadOnlyList<ReportSection> Sections)
{
    private const string Timing = "timing";

    private static readonly string s_style = Resource("report.css"), s_script = Resource("report.js");

    /// <summary>Writes the page.</summary>
    /// <param name="stream">Where to; left open.</param>
    public void Write(Stream stream)
    {
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            Indent = true,
            IndentChars = " ",
            NewLineChars = "\n",
        };
        using XmlWriter html = XmlWriter.Create(stream, settings);
        html.WriteDocType("html", null, null, null);
        html.WriteStartElement("html");
        html.Attributes(("lang", "en"));
        WriteHead(html);
        html.WriteStartElement("body");
        html.WriteStartElement("header");
        WriteText(html, "h1", Title);
        WriteText(html, "p", Lead, "lead");
        html.WriteFullEndElement();
        html.WriteStartElement("main");
        for (int i = 0; i < Sections.Count; i++) Write(html, Sections[i], $"section-{i + 1}");
        html.WriteFullEndElement();
        html.WriteStartElement("div");
        html.Attributes(("class", "tip"), ("role", "status"), ("hidden", "hidden"));
        html.WriteFullEndElement();
        WriteRaw(html, "script", s_script);
        html.WriteFullEndElement();
        html.WriteFullEndElement();
        html.WriteWhitespace("\n");
    }

    private void WriteHead(XmlWriter html)
    {
        html.WriteStartElement("head");
        html.Element("meta", ("charset", "utf-8"));
        string script = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s_script)));
        html.Element(
            "meta", ("http-equiv", "Content-Security-Policy"),
            ("content", $"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"));
        html.Element("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Element("meta", ("name", "color-scheme"), ("content", "light dark"));
        WriteText(html, "title", Title);
        WriteRaw(html, "style", s_style);
        html.WriteFullEndElement();
    }

    private static void Write(XmlWriter html, ReportSection section, string id)
    {
        html.WriteStartElement("section");
        html.Attributes(("aria-labelledby", id));
        if (section.IsTiming) html.Attributes(("class", Timing));
        html.WriteStartElement("h2");
        html.Attributes(("id", id));
        html.WriteString(Markup.Readable(section.Title));
        html.WriteFullEndElement();
        if (section.Text != "") WriteText(html, "p", section.Text);
        foreach (Chart chart in section.Charts)
        {
            html.WriteStartElement("figure");
            Chart.Write(html, chart);
            html.WriteFullEndElement();
        }
        foreach (ReportTable table in section.Tables) Write(html, table);
        html.WriteFullEndElement();
    }

    private static void Write(XmlWriter html, ReportTable table)
    {
        if (table.IsFolded)
        {
            html.WriteStartElement("details");
            WriteText(html, "summary", table.Caption);
        }
        html.WriteStartElement("div");
        html.Attributes(("class", table.IsTiming ? $"scroll {Timing}" : "scroll"));
        html.WriteStartElement("table");
        WriteText(html, "caption", table.Caption);
        if (table.Columns.Count > 0) WriteColumns(html, table);
        html.WriteStartElement("tbody");
        foreach (ReportCell[] row in table.Rows)
        {
            html.WriteStartElement("tr");
            for (int i = 0; i < row.Length; i++) Write(html, row[i], i == 0 ? "row" : "");
            html.WriteFullEndElement();
        }
        html.WriteFullEndElement();
        html.WriteFullEndElement();
        html.WriteFullEndElement();
        if (table.IsFolded) html.WriteFullEndElement();
    }

    private static void WriteColumns(XmlWriter html, ReportTable table)
    {
        html.WriteStartElement("thead");
        html.WriteStartElement("tr");
        for (int i = 0; i < table.Columns.Count; i++) // a heading stands as its column does
            Write(html, new ReportCell(table.Columns[i], IsNumber: table.Rows.Count > 0 && table.Rows[0][i].IsNumber), "col");
        html.WriteFullEndElement();
        html.WriteFullEndElement();
    }

    private static void Write(XmlWriter html, ReportCell cell, string scope)
    {
        html.WriteStartElement(scope == "" ? "td" : "th");
        if (scope != "") html.Attributes(("scope", scope));
        string[] classes = [.. (string[])[cell.IsNumber ? "number" : "", double.IsNaN(cell.Share) ? "" : "share"]];
        string style = string.Join(' ', classes.Where(name => name != ""));
        if (style != "") html.Attributes(("class", style));
        if (!double.IsNaN(cell.Share)) html.Attributes(("style", $"--share:{Markup.Number(100 * cell.Share)}%"));
        if (cell.IsCode) WriteText(html, "code", cell.Text);
        else html.WriteString(Markup.Readable(cell.Text));
        html.WriteFullEndElement();
    }

    private static void WriteText(XmlWriter html, string name, string text, string style = "")
    {
        html.WriteStartElement(name);
        if (style != "") html.Attributes(("class", style));
        html.WriteString(Markup.Readable(text));
        html.WriteFullEndElement();
    }

    /// <summary>Writes what HTML reads as it stands, up to the end of the element.</summary>
    private static void WriteRaw(XmlWriter html, string name, string text)
    {
        html.WriteStartElement(name);
        html.WriteRaw(text);
        html.WriteFullEndElement();
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
