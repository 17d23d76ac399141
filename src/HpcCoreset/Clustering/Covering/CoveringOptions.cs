using System;

namespace HpcCoreset.Clustering;

/// <summary>What the options of coverings and of outliers may be, and with which methods.</summary>
internal static class CoveringOptions
{
    /// <summary>Refuses options that are out of their range, or that the method does not look at.</summary>
    /// <exception cref="ArgumentException">One is; the message says which.</exception>
    public static void Check(ClusteringCoresetOptions options)
    {
        bool centers = options.Method == ClusteringCoresetMethod.KCenter, groups = options.Method == ClusteringCoresetMethod.ProTraS;
        Check("Radius", options.Radius, centers || groups, "KCenter and ProTraS");
        Check("Outliers", options.Outliers, centers || options.Method == ClusteringCoresetMethod.Sensitivity, "KCenter and Sensitivity");
        if (!(options.OutlierEpsilon > 0 && double.IsFinite(options.OutlierEpsilon)))
            Refuse($"options.OutlierEpsilon: found {options.OutlierEpsilon}; allowed are finite values above 0.");
        if (options.Outliers > 0 && options.Radius > 0) Refuse($"options.Radius: found {options.Radius} together with Outliers; allowed is one of them.");
        if (options.Outliers > 0 && options.Balance != ClassBalance.None)
            Refuse($"options.Outliers: found {options.Outliers} together with a Balance; they are about all rows, not about those of a class.");
        if (centers && options.Outliers > 0 && options.Size >= OutlierCovering.LimitOfSites)
            Refuse($"options.Size: found {options.Size} together with Outliers; KCenter allows fewer than {OutlierCovering.LimitOfSites} then.");
        if (options.FirstRow is not { } first) return;
        if (first < 0) Refuse($"options.FirstRow: found {first}; allowed are row numbers from 0.");
        if (!centers && !groups) Refuse($"options.FirstRow: found {first} with {options.Method}; allowed with KCenter and ProTraS.");
        if (options.Outliers > 0 || options.Balance != ClassBalance.None)
            Refuse($"options.FirstRow: found {first} together with Outliers or a Balance, where no row can be said to come first.");
    }

    private static void Check(string name, double value, bool allowed, string method)
    {
        if (!(value >= 0 && double.IsFinite(value))) Refuse($"options.{name}: found {value}; allowed are finite values of at least 0.");
        if (value > 0 && !allowed) Refuse($"options.{name}: found {value}; allowed with {method}.");
    }

    private static void Refuse(FormattableString what) => throw new ArgumentException(FormattableString.Invariant(what));
}
