namespace HpcCoreset.Streaming;

/// <summary>A part of a <see cref="BucketStack"/>: what 2^level leaves were reduced to.</summary>
/// <param name="Level">How many times its rows were merged with as many others.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="Mass">The sum of the weights of all rows that these stand for.</param>
internal readonly record struct Bucket(int Level, int Count, double Mass);
