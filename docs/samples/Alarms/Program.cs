using System;
using System.Linq;
using HpcCoreset;

// Is a machine as it was? A coreset of normal rows scores every new one, alone and at once; the limit is what one normal row in a thousand exceeds.
const int Dimension = 8, Learned = 50_000, Kept = 1_000, Minutes = 1_440;
var random = new Random(1);

float[] normal = [.. Enumerable.Range(0, Learned).SelectMany(minute => Machine(minute, fault: null))];
var points = new Points(normal, Dimension);
using var selector = new ClusteringCoresetSelector(new() { Size = Kept, Clusters = 20, Seed = 1 });
using var scorer = new AnomalyScorer(new() { Neighbours = 10 });
scorer.Fit(points, selector.Select(points));

// Of rows that the scorer has not seen, or it would think too well of them.
float[] fresh = [.. Enumerable.Range(Learned, 20_000).Select(minute => scorer.Score(Machine(minute, fault: null))).Order()];
float limit = fresh[(int)(0.999 * fresh.Length)];
Console.WriteLine($"{Kept} of {Learned} rows kept; alarm above {limit:F2}");

int alarms = 0, found = 0;
for (int minute = 0; minute < Minutes; minute++)
{
    int? fault = minute switch { 300 => 0, 700 => 3, 1_100 => 6, _ => null };
    float score = scorer.Score(Machine(minute, fault));          // allocates nothing
    if (score <= limit) continue;
    alarms++;
    if (fault is { } sensor)
    {
        found++;
        Console.WriteLine($"{minute / 60:00}:{minute % 60:00}  score {score:F2}, sensor {sensor} is broken");
    }
}
Console.WriteLine($"{found} of 3 faults found, {alarms - found} false alarms in {Minutes} minutes");

// Eight sensors that go with the load, which goes with the hour; a broken one stays where it is.
float[] Machine(int minute, int? fault)
{
    double load = 0.5 + 0.4 * Math.Sin(2 * Math.PI * minute / 1_440) + 0.05 * (random.NextDouble() - 0.5);
    float[] row = new float[Dimension];
    for (int i = 0; i < Dimension; i++) row[i] = (float)((i + 1) * load + 0.05 * (random.NextDouble() + random.NextDouble() - 1));
    if (fault is { } sensor) row[sensor] = -1;
    return row;
}
