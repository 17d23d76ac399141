using System;
using System.IO;
using System.Linq;
using HpcCoreset;

// A day of telemetry in bounded memory: a row per second and host, four values each. What is kept is a few thousand weighted rows, from which
// the states that the hosts were in can be read at any time; and a file, so that the summaries of many collectors merge.
const int Dimension = 4, Hosts = 20, SecondsPerBlock = 600;
string[] columns = ["cpu, %", "memory, %", "requests/s", "latency, ms"];
int hours = args is [string given] ? int.Parse(given) : 24;

// Columns count alike once they are divided by what they usually vary by.
float[] spread = [20, 15, 300, 30];
var random = new Random(1);
using var stream = new CoresetStream(new() { Size = 500, Clusters = 6, Seed = 1 });
stream.Prepare(SecondsPerBlock * Hosts, Dimension);
var block = new float[SecondsPerBlock * Hosts * Dimension];
for (int second = 0; second < hours * 3600; second += SecondsPerBlock)
{
    for (int row = 0; row < SecondsPerBlock * Hosts; row++) Measure(second + row / Hosts, block.AsSpan(row * Dimension, Dimension));
    stream.Append(new Points(block, Dimension));
}

string file = Path.Combine(Path.GetTempPath(), $"telemetry-{Environment.ProcessId}.hpcs");
using (FileStream summary = File.Create(file)) stream.Save(summary);
Console.WriteLine($"{stream.RowCount} rows of {Dimension} values; {stream.Coreset.Count} kept, {new FileInfo(file).Length} bytes");
File.Delete(file);

using var solver = new KMeansSolver(new() { Clusters = 4, Seed = 1, Restarts = 5 });
StreamCoreset kept = stream.Coreset;
float[] centres = [.. solver.Fit(kept.Rows, kept.Weights).Centres];
var (state, distance, masses) = (new int[kept.Count], new float[kept.Count], new double[4]);
solver.Assign(kept.Rows, state, distance);
for (int i = 0; i < kept.Count; i++) masses[state[i]] += kept.Weights[i];
Console.WriteLine($"share of the time  {string.Join("  ", columns)}");
foreach (int i in Enumerable.Range(0, 4).OrderByDescending(i => masses[i]))
{
    float[] centre = [.. centres.Skip(i * Dimension).Take(Dimension).Zip(spread, (value, unit) => value * unit)];
    Console.WriteLine($"{100 * masses[i] / stream.TotalWeight,16:F2}%  {string.Join("  ", centre.Zip(columns, (value, column) => $"{value:F0}".PadLeft(column.Length)))}");
}

// By day busy, by night idle; now and then, and rarely, a host that hangs.
void Measure(int second, Span<float> row)
{
    bool day = second / 3600 % 24 is >= 8 and < 20, batch = !day && random.Next(4) == 0, hangs = random.Next(500) == 0;
    ReadOnlySpan<float> mean = hangs ? [99, 95, 5, 400] : batch ? [85, 70, 20, 20] : day ? [55, 60, 900, 35] : [8, 40, 60, 12];
    for (int i = 0; i < Dimension; i++) row[i] = Math.Max(0, mean[i] * (1 + 0.1f * (float)(random.NextDouble() - random.NextDouble()))) / spread[i];
}
