using System;

namespace HpcCoreset.Mpi;

/// <summary>
/// What differs between implementations of MPI, all of it data: the standard fixes names of functions and leaves handles and constants to
/// each library. Handles are numbers of 32 bits in MPICH and pointers in Open MPI; both fit a register, which is how they are passed.
/// </summary>
internal sealed record MpiImplementation
{
    /// <summary>Open MPI 4: handles are addresses of the library's symbols.</summary>
    public static MpiImplementation OpenMpi { get; } = new()
    {
        Name = "Open MPI",
        Library = "libmpi.so.40",
        Packages = "openmpi-bin libopenmpi3",
        RankVariable = "OMPI_COMM_WORLD_RANK",
        World = new("ompi_mpi_comm_world"),
        Byte = new("ompi_mpi_byte"),
        Double = new("ompi_mpi_double"),
        Int64 = new("ompi_mpi_int64_t"),
        UInt64 = new("ompi_mpi_uint64_t"),
        Sum = new("ompi_mpi_op_sum"),
        Min = new("ompi_mpi_op_min"),
        Max = new("ompi_mpi_op_max"),
        ErrorsReturn = new("ompi_mpi_errors_return"),
        InPlace = 1,
        StatusIgnore = 0,
        LongestError = 256,
    };

    /// <summary>MPICH 4 and what keeps to its binary interface: handles are numbers.</summary>
    public static MpiImplementation Mpich { get; } = new()
    {
        Name = "MPICH",
        Library = "libmpich.so.12",
        Packages = "mpich libmpich12",
        RankVariable = "PMI_RANK",
        World = new(null, 0x44000000),
        Byte = new(null, 0x4c00010d),
        Double = new(null, 0x4c00080b),
        Int64 = new(null, 0x4c00083a),
        UInt64 = new(null, 0x4c00083e),
        Sum = new(null, 0x58000003),
        Min = new(null, 0x58000002),
        Max = new(null, 0x58000001),
        ErrorsReturn = new(null, 0x54000001),
        InPlace = -1,
        StatusIgnore = 1,
        LongestError = 512,
    };

    /// <summary>All that are known, in the order tried where nothing tells which launched the process.</summary>
    public static ReadOnlySpan<MpiImplementation> All => new MpiImplementation[] { OpenMpi, Mpich };

    /// <summary>The implementation whose launcher started this process; null if none of them did.</summary>
    public static MpiImplementation? OfLauncher
    {
        get
        {
            foreach (MpiImplementation implementation in All)
                if (Environment.GetEnvironmentVariable(implementation.RankVariable) is not null) return implementation;
            return null;
        }
    }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The shared library.</summary>
    public required string Library { get; init; }

    /// <summary>Debian's packages of it.</summary>
    public required string Packages { get; init; }

    /// <summary>The variable in which its launcher tells a process its rank.</summary>
    public required string RankVariable { get; init; }

    /// <summary>The communicator of all ranks.</summary>
    public required MpiHandle World { get; init; }

    /// <summary>Uninterpreted bytes.</summary>
    public required MpiHandle Byte { get; init; }

    /// <summary>Numbers of 64 bits in floating point.</summary>
    public required MpiHandle Double { get; init; }

    /// <summary>Signed numbers of 64 bits.</summary>
    public required MpiHandle Int64 { get; init; }

    /// <summary>Numbers of 64 bits from 0 on.</summary>
    public required MpiHandle UInt64 { get; init; }

    /// <summary>The operation that adds.</summary>
    public required MpiHandle Sum { get; init; }

    /// <summary>The operation that keeps the smallest.</summary>
    public required MpiHandle Min { get; init; }

    /// <summary>The operation that keeps the largest.</summary>
    public required MpiHandle Max { get; init; }

    /// <summary>The handler that has errors returned, where the default ends the process.</summary>
    public required MpiHandle ErrorsReturn { get; init; }

    /// <summary>Stands for a send buffer that is the receive buffer.</summary>
    public required nint InPlace { get; init; }

    /// <summary>Stands for a status that nobody reads.</summary>
    public required nint StatusIgnore { get; init; }

    /// <summary>Bytes that the text of an error may take.</summary>
    public required int LongestError { get; init; }
}
