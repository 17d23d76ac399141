namespace HpcCoreset;

/// <summary>How a <see cref="ClassResampler"/> makes classes equal.</summary>
public enum ClassResampling
{
    /// <summary>By leaving out rows: as many of each class as the smallest one has, or fewer if that is asked.</summary>
    Under,

    /// <summary>By repeating rows: a class that has too few gives each of them several times.</summary>
    Over,
}
