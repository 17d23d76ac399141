namespace HpcCoreset.Kernels;

/// <summary>
/// What packed rows and packed centres were rounded from: near-ties are decided on it. The default, without rows, stands for packed
/// values that are the originals.
/// </summary>
/// <param name="rows">The rows, as the caller has them.</param>
/// <param name="scales">What each row is multiplied by to be compared, or null for 1 each.</param>
/// <param name="centres">The centres before the origin was subtracted, row-major and packed.</param>
/// <param name="scratch">Where a row is decoded, if it has to be: each thread that compares needs its own.</param>
internal readonly unsafe struct Originals(RowSource rows, double* scales, double* centres, float* scratch)
{
    private readonly RowSource _rows = rows;

    /// <summary>Whether the packed values are the originals.</summary>
    public bool ArePacked => _rows.IsEmpty;

    /// <summary>What each row is multiplied by, or null for 1 each.</summary>
    public double* Scales { get; } = scales;

    /// <summary>The centres, row-major and packed.</summary>
    public double* Centres { get; } = centres;

    /// <summary>The values of a row, not scaled.</summary>
    public float* Row(int row) => _rows.Row(row, scratch);

    /// <summary>The same, with <paramref name="row"/> as row 0.</summary>
    public Originals From(int row) =>
        ArePacked ? this : new(_rows.From(row), Scales == null ? null : Scales + row, Centres, scratch);
}
