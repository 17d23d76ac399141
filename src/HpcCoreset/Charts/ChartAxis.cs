using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace HpcCoreset.Charts;

/// <summary>What an axis measures, and how.</summary>
/// <param name="Title">What it says beside it.</param>
/// <param name="IsLogarithmic">Whether equal lengths are equal ratios; only values above 0 have a place then.</param>
/// <param name="Names">What the values 1, 2, ... are called, if they are no numbers; nothing else has a place then.</param>
internal sealed record ChartAxis(string Title, bool IsLogarithmic = false, IReadOnlyList<string>? Names = null)
{
    private const double Largest = 1e300; // beyond, differences are not finite
    private const double Smallest = 1e-300;
    private const int MostSteps = 7;
    private const int MostLetters = 16;

    /// <summary>Whether a value has a place.</summary>
    public bool Shows(double value) =>
        Names is null ? Math.Abs(value) <= Largest && (!IsLogarithmic || value >= Smallest) : value >= 1 && value <= Names.Count;

    /// <summary>Round ticks, ascending, whose first and last enclose all values; at least two.</summary>
    /// <param name="values">Values that have a place.</param>
    public double[] Ticks(IEnumerable<double> values)
    {
        if (Names is not null) return [.. Enumerable.Range(0, Names.Count + 2).Select(number => (double)number)];
        double[] shown = [.. values.DefaultIfEmpty(1)];
        (double low, double high) = (shown.Min(), shown.Max());
        return IsLogarithmic ? Powers(low, high) : Multiples(low, high);
    }

    /// <summary>Where a value is between the first tick, 0, and the last, 1.</summary>
    public double Place(double value, double[] ticks) => (Length(value) - Length(ticks[0])) / (Length(ticks[^1]) - Length(ticks[0]));

    /// <summary>What stands at a tick.</summary>
    public string Label(double tick) => Names switch
    {
        null when tick == 0 || Math.Abs(tick) is >= 1e-4 and < 1e6 => tick.ToString(CultureInfo.InvariantCulture),
        null => tick.ToString("0.######e0", CultureInfo.InvariantCulture), // as long as there is room for
        _ => tick >= 1 && tick <= Names.Count ? Markup.Short(Names[(int)tick - 1], MostLetters) : "",
    };

    private double Length(double value) => IsLogarithmic ? Math.Log10(value) : value;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    private static double[] Multiples(double low, double high)
    {
        double largest = Math.Max(Math.Abs(low), Math.Abs(high));
        if (largest < Smallest) (low, high) = (0, 1); // shares and counts have nothing below 0
        else if (high - low < 1e-9 * largest) (low, high) = (low - 0.5 * largest, high + 0.5 * largest); // as good as constant
        for (int exponent = (int)Math.Floor(Math.Log10((high - low) / MostSteps)); ; exponent++)
            foreach (int digit in (ReadOnlySpan<int>)[1, 2, 5])
            {
                double step = Rounded(digit, exponent);
                (long first, long last) = ((long)Math.Floor(low / step), (long)Math.Ceiling(high / step));
                // 0.3 / 0.1 is below 3.
                if (Rounded((first + 1) * digit, exponent) <= low) first++;
                if (Rounded((last - 1) * digit, exponent) >= high) last--;
                if (last - first > MostSteps) continue;
                return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => Rounded((first + i) * digit, exponent))];
            }
    }

    /// <summary>Powers of ten, and 2 and 5 times these where few would be enough.</summary>
    private static double[] Powers(double low, double high)
    {
        (int first, int last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        if (last - first > 2)
        {
            int stride = (last - first - 1) / MostSteps + 1;
            return [.. Enumerable.Range(0, (last - first - 1) / stride + 2).Select(i => Rounded(1, first + i * stride))];
        }
        double[] ticks = [.. Enumerable.Range(first - 1, last - first + 3)
            .SelectMany(exponent => (double[])[Rounded(1, exponent), Rounded(2, exponent), Rounded(5, exponent)])];
        int begin = Array.FindLastIndex(ticks, tick => tick <= low), end = Array.FindIndex(ticks, tick => tick >= high);
        return begin < end ? ticks[begin..(end + 1)] : ticks[(begin - 1)..(end + 2)];
    }

    /// <summary>The double nearest to digits times a power of ten, which powers and products of doubles may miss.</summary>
    private static double Rounded(long digits, int exponent) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}E{exponent}"), CultureInfo.InvariantCulture);
}
