using System;
using System.Runtime.InteropServices;
using System.Text;

namespace HpcCoreset.Mpi;

/// <summary>The functions of an MPI library that was found at run time, as pointers: nothing is linked, and a call allocates nothing.</summary>
internal sealed unsafe class MpiLibrary
{
    private readonly nint _library;
    private readonly delegate* unmanaged<int, byte*, int*, int> _errorString;
    private readonly delegate* unmanaged<int*, byte***, int, int*, int> _initThread;
    private readonly delegate* unmanaged<int*, int> _initialized;
    private readonly delegate* unmanaged<int*, int> _finalized;
    private readonly delegate* unmanaged<int> _finalize;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly delegate* unmanaged<nint, int*, int> _rank;
    private readonly delegate* unmanaged<nint, int*, int> _size;
    private readonly delegate* unmanaged<nint, nint, int> _setErrorHandler;
    private readonly delegate* unmanaged<nint, int> _barrier;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, int> _scanBefore;
    private readonly delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, int> _allGather;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, int> _send;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, void*, int> _receive;

    private MpiLibrary(nint library, MpiImplementation implementation)
    {
        (_library, Implementation) = (library, implementation);
        _errorString = (delegate* unmanaged<int, byte*, int*, int>)Function("MPI_Error_string");
        _initThread = (delegate* unmanaged<int*, byte***, int, int*, int>)Function("MPI_Init_thread");
        _initialized = (delegate* unmanaged<int*, int>)Function("MPI_Initialized");
        _finalized = (delegate* unmanaged<int*, int>)Function("MPI_Finalized");
        _finalize = (delegate* unmanaged<int>)Function("MPI_Finalize");
        _abort = (delegate* unmanaged<nint, int, int>)Function("MPI_Abort");
        _rank = (delegate* unmanaged<nint, int*, int>)Function("MPI_Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)Function("MPI_Comm_size");
        _setErrorHandler = (delegate* unmanaged<nint, nint, int>)Function("MPI_Comm_set_errhandler");
        _barrier = (delegate* unmanaged<nint, int>)Function("MPI_Barrier");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)Function("MPI_Bcast");
        _allReduce = (delegate* unmanaged<void*, void*, int, nint, nint, nint, int>)Function("MPI_Allreduce");
        _scanBefore = (delegate* unmanaged<void*, void*, int, nint, nint, nint, int>)Function("MPI_Exscan");
        _allGather = (delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, int>)Function("MPI_Allgatherv");
        _send = (delegate* unmanaged<void*, int, nint, int, int, nint, int>)Function("MPI_Send");
        _receive = (delegate* unmanaged<void*, int, nint, int, int, nint, void*, int>)Function("MPI_Recv");
        World = Handle(implementation.World);
        Byte = Handle(implementation.Byte);
        Double = Handle(implementation.Double);
        Int64 = Handle(implementation.Int64);
        UInt64 = Handle(implementation.UInt64);
        (Sum, Min, Max) = (Handle(implementation.Sum), Handle(implementation.Min), Handle(implementation.Max));
    }

    /// <summary>Which library it is.</summary>
    public MpiImplementation Implementation { get; }

    public nint World { get; }

    public nint Byte { get; }

    public nint Double { get; }

    public nint Int64 { get; }

    public nint UInt64 { get; }

    public nint Sum { get; }

    public nint Min { get; }

    public nint Max { get; }

    /// <summary>Loads the library of the launcher that started the process, else the first that is installed.</summary>
    /// <exception cref="MpiException">There is none; the message says what to install.</exception>
    public static MpiLibrary Load()
    {
        if (MpiImplementation.OfLauncher is { } launcher)
            return TryLoad(launcher) ?? throw new MpiException(
                $"{launcher.Name} started this process, but its library {launcher.Library} is not installed: apt-get install {launcher.Packages}.");
        foreach (MpiImplementation implementation in MpiImplementation.All)
            if (TryLoad(implementation) is { } library) return library;
        throw new MpiException(
            $"no MPI is installed: apt-get install {MpiImplementation.OpenMpi.Packages} (Open MPI 4), or {MpiImplementation.Mpich.Packages} (MPICH 4).");
    }

    /// <summary>Starts MPI for calls from one thread, and has errors returned.</summary>
    public void Start()
    {
        const int Funneled = 1;
        int already, provided;
        Check(_initialized(&already), "MPI_Initialized");
        if (already != 0) throw new MpiException("MPI was started in this process before, and can be only once.");
        Check(_initThread(null, null, Funneled, &provided), "MPI_Init_thread");
        if (provided < Funneled) throw new MpiException($"{Implementation.Name} allows no threads beside the one that calls it.");
        Check(_setErrorHandler(World, Handle(Implementation.ErrorsReturn)), "MPI_Comm_set_errhandler");
    }

    /// <summary>Ends MPI, unless it has ended.</summary>
    public void End()
    {
        int already;
        if (_finalized(&already) == 0 && already == 0) Check(_finalize(), "MPI_Finalize");
    }

    public void Abort(int code) => _abort(World, code);

    public int Rank()
    {
        int rank;
        Check(_rank(World, &rank), "MPI_Comm_rank");
        return rank;
    }

    public int Size()
    {
        int size;
        Check(_size(World, &size), "MPI_Comm_size");
        return size;
    }

    public void Barrier() => Check(_barrier(World), "MPI_Barrier");

    public void Broadcast(byte* values, int count, int root) => Check(_broadcast(values, count, Byte, root, World), "MPI_Bcast");

    public void AllReduce(void* values, int count, nint type, nint operation) =>
        Check(_allReduce((void*)Implementation.InPlace, values, count, type, operation, World), "MPI_Allreduce");

    public void ScanBefore(void* values, int count, nint type, nint operation) =>
        Check(_scanBefore((void*)Implementation.InPlace, values, count, type, operation, World), "MPI_Exscan");

    public void AllGather(byte* mine, int count, byte* all, int* counts, int* starts) =>
        Check(_allGather(mine, count, Byte, all, counts, starts, Byte, World), "MPI_Allgatherv");

    public void Send(byte* values, int count, int to) => Check(_send(values, count, Byte, to, 0, World), "MPI_Send");

    public void Receive(byte* values, int count, int from) =>
        Check(_receive(values, count, Byte, from, 0, World, (void*)Implementation.StatusIgnore), "MPI_Recv");

    private static MpiLibrary? TryLoad(MpiImplementation implementation) =>
        NativeLibrary.TryLoad(implementation.Library, out nint library) ? new MpiLibrary(library, implementation) : null;

    private nint Function(string name) => NativeLibrary.TryGetExport(_library, name, out nint address)
        ? address
        : throw new MpiException($"{Implementation.Library} has no {name}: found another version than {Implementation.Name} 4?");

    private nint Handle(MpiHandle handle) => handle.Symbol is null ? handle.Number : Function(handle.Symbol);

    private void Check(int code, string function)
    {
        if (code != 0) throw new MpiException($"{function}: {Text(code)}");
    }

    private string Text(int code)
    {
        byte* text = stackalloc byte[Implementation.LongestError];
        int length;
        return _errorString(code, text, &length) == 0 ? Encoding.UTF8.GetString(text, length) : $"error {code}";
    }
}
