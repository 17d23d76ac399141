using System;
using System.Numerics;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// A randomly shifted quadtree without pointers: the rows in an order in which every cell's are side by side, and for each cell where they
/// begin and end. A cell that all its rows share one child of is left out, so there are fewer than twice as many nodes as rows.
/// </summary>
/// <remarks>
/// Two rows are as far apart as the diameter of the smallest cell that holds both says: four diameters of the root times
/// 2^-level - 2^-<see cref="LeafLevel"/>, never less than their distance. Rows that are copies share a leaf and are at 0.
/// </remarks>
internal sealed unsafe class Quadtree
{
    /// <summary>The level of leaves, below that of the smallest cells: rows that such a cell holds are told apart by their values.</summary>
    public const int LeafLevel = Bits + 1;

    /// <summary>The most dimensions: a bit each says which child of its cell a row is in.</summary>
    public const int MostDimensions = 64;

    private const int Bits = 24;
    private readonly PinnedBuffer<uint> _cells = new();
    private readonly PinnedBuffer<ulong> _children = new();
    private readonly PinnedBuffer<int> _order = new();
    private readonly PinnedBuffer<int> _leaf = new();
    private readonly PinnedBuffer<Node> _nodes = new();
    private int _dimension;
    private double* _points;

    /// <summary>The rows, those of each node side by side.</summary>
    public int* Order => _order.Pointer;

    /// <summary>The nodes, parents first; the root is the first.</summary>
    public Node* Nodes => _nodes.Pointer;

    /// <summary>The leaf of each row.</summary>
    public int* Leaf => _leaf.Pointer;

    /// <summary>Divides points. O(points * dimension * levels), and the sorts.</summary>
    /// <param name="points">The points, row-major.</param>
    /// <param name="count">Number of points, at least 1.</param>
    /// <param name="dimension">Values of a point, up to <see cref="MostDimensions"/>.</param>
    /// <param name="lowest">The corner of the box of points; what lies outside of the box counts as on its border.</param>
    /// <param name="side">The box's longest side: half of the root's.</param>
    /// <param name="random">Where the shift comes from.</param>
    /// <param name="firstNumber">The number of the first random number.</param>
    public void Build(double* points, int count, int dimension, double* lowest, double side, in Philox random, ulong firstNumber)
    {
        Reserve(points, count, dimension);
        double scale = side > 0 ? 0.5 / side : 0;
        for (int t = 0; t < dimension; t++)
        {
            double shift = 0.5 * random.Double(firstNumber + (ulong)t);
            for (int row = 0; row < count; row++)
            {
                double place = Math.Clamp((points[(nint)row * dimension + t] - lowest[t]) * scale, 0, 0.5) + shift;
                _cells.Pointer[(nint)row * dimension + t] = (uint)Math.Min(place * (1 << Bits), (1 << Bits) - 1);
            }
        }
        for (int row = 0; row < count; row++) Order[row] = row;
        Nodes[0] = new Node(0, count, -1);
        for (int node = 0, nodes = 1; node < nodes; node++) Divide(node, ref nodes);
        _points = null;
    }

    /// <summary>A node's level, and its children, which come after all nodes so far.</summary>
    private void Divide(int node, ref int nodes)
    {
        (int first, int end) = (Nodes[node].First, Nodes[node].End);
        uint differences = Differences(first, end);
        int level = differences == 0 ? Bits : BitOperations.LeadingZeroCount(differences) - (32 - Bits);
        ulong* children = _children.Pointer;
        bool alike = true;
        for (int place = first; place < end; place++)
        {
            children[place] = level == Bits ? Digest(Order[place]) : Child(Order[place], Bits - 1 - level);
            alike &= children[place] == children[first];
        }
        Nodes[node].Level = alike ? LeafLevel : level;
        if (alike)
        {
            for (int place = first; place < end; place++) Leaf[Order[place]] = node;
            return;
        }
        new Span<ulong>(children + first, end - first).Sort(new Span<int>(Order + first, end - first));
        for (int start = first, place = first + 1; place <= end; place++)
        {
            if (place < end && children[place] == children[start]) continue;
            Nodes[nodes++] = new Node(start, place, node);
            start = place;
        }
    }

    /// <summary>The bits in which any two of some rows' cells differ.</summary>
    private uint Differences(int first, int end)
    {
        uint* one = _cells.Pointer + (nint)Order[first] * _dimension;
        uint differences = 0;
        for (int place = first + 1; place < end; place++)
        {
            uint* other = _cells.Pointer + (nint)Order[place] * _dimension;
            for (int t = 0; t < _dimension; t++) differences |= one[t] ^ other[t];
        }
        return differences;
    }

    private ulong Child(int row, int bit)
    {
        uint* cell = _cells.Pointer + (nint)row * _dimension;
        ulong child = 0;
        for (int t = 0; t < _dimension; t++) child = child << 1 | (cell[t] >> bit & 1);
        return child;
    }

    /// <summary>What tells rows of a smallest cell apart.</summary>
    private ulong Digest(int row)
    {
        double* point = _points + (nint)row * _dimension;
        ulong digest = 0;
        for (int t = 0; t < _dimension; t++)
        {
            ulong mixed = (digest ^ BitConverter.DoubleToUInt64Bits(point[t] + 0.0)) * 0x9E3779B97F4A7C15; // -0 is 0
            digest = mixed ^ mixed >> 32;
        }
        return digest;
    }

    private void Reserve(double* points, int count, int dimension)
    {
        _points = points;
        _dimension = dimension;
        _cells.Reserve(checked(count * dimension));
        _children.Reserve(count);
        _order.Reserve(count);
        _leaf.Reserve(count);
        _nodes.Reserve(checked(2 * count));
    }

    /// <summary>A cell: its rows' places in the order, the smallest cell that holds it and more, and its level.</summary>
    public struct Node(int first, int end, int parent)
    {
        /// <summary>The place of its first row.</summary>
        public readonly int First = first;

        /// <summary>The place after its last row.</summary>
        public readonly int End = end;

        /// <summary>-1 for the root.</summary>
        public readonly int Parent = parent;

        /// <summary>How often the root was halved, or <see cref="LeafLevel"/> where all rows are copies of one.</summary>
        public int Level = LeafLevel;

        /// <summary>Whether there is a seed in it.</summary>
        public bool HasSeed;
    }
}
