namespace HpcCoreset;

/// <summary>In which order rows are looked at for duplicates: of some that are alike the first one stays.</summary>
public enum KeepRule
{
    /// <summary>By row number.</summary>
    First,

    /// <summary>The row nearest to the centre of its cluster first: the most typical one stays.</summary>
    NearestToCentre,

    /// <summary>The row farthest from the centre of its cluster first: the least typical one stays, as in SemDeDup.</summary>
    FarthestFromCentre,
}
