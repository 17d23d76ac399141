namespace HpcCoreset.Kernels;

// The dimensions people have: planes and space (2, 3), colours (4), small tables (8 to 32), digits (64), word vectors (96 to 128),
// image and text embeddings (256 to 1536). Any other dimension, and any other metric, runs on a kernel that learns it at run time.

[CoresetKernel<SquaredEuclidean>(dimension: 2)]
internal readonly partial struct SquaredEuclidean2;

[CoresetKernel<SquaredEuclidean>(dimension: 3)]
internal readonly partial struct SquaredEuclidean3;

[CoresetKernel<SquaredEuclidean>(dimension: 4)]
internal readonly partial struct SquaredEuclidean4;

[CoresetKernel<SquaredEuclidean>(dimension: 8)]
internal readonly partial struct SquaredEuclidean8;

[CoresetKernel<SquaredEuclidean>(dimension: 16)]
internal readonly partial struct SquaredEuclidean16;

[CoresetKernel<SquaredEuclidean>(dimension: 32)]
internal readonly partial struct SquaredEuclidean32;

[CoresetKernel<SquaredEuclidean>(dimension: 64)]
internal readonly partial struct SquaredEuclidean64;

[CoresetKernel<SquaredEuclidean>(dimension: 96)]
internal readonly partial struct SquaredEuclidean96;

[CoresetKernel<SquaredEuclidean>(dimension: 100)]
internal readonly partial struct SquaredEuclidean100;

[CoresetKernel<SquaredEuclidean>(dimension: 128)]
internal readonly partial struct SquaredEuclidean128;

[CoresetKernel<SquaredEuclidean>(dimension: 256)]
internal readonly partial struct SquaredEuclidean256;

[CoresetKernel<SquaredEuclidean>(dimension: 384)]
internal readonly partial struct SquaredEuclidean384;

[CoresetKernel<SquaredEuclidean>(dimension: 512)]
internal readonly partial struct SquaredEuclidean512;

[CoresetKernel<SquaredEuclidean>(dimension: 768)]
internal readonly partial struct SquaredEuclidean768;

[CoresetKernel<SquaredEuclidean>(dimension: 1024)]
internal readonly partial struct SquaredEuclidean1024;

[CoresetKernel<SquaredEuclidean>(dimension: 1536)]
internal readonly partial struct SquaredEuclidean1536;

[CoresetKernel<SquaredEuclidean>]
internal readonly partial struct SquaredEuclideanAny;

[CoresetKernel<Manhattan>]
internal readonly partial struct ManhattanAny;

[CoresetKernel<Hamming>]
internal readonly partial struct HammingAny;
