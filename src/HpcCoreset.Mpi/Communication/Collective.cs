namespace HpcCoreset.Mpi;

/// <summary>What a <see cref="Communicator"/> does, to count it by.</summary>
public enum Collective
{
    /// <summary><see cref="Communicator.Barrier"/>.</summary>
    Barrier,

    /// <summary><see cref="Communicator.Broadcast"/>; the root's bytes.</summary>
    Broadcast,

    /// <summary><see cref="Communicator.AllReduce(System.Span{double}, Reduction)"/> and the others.</summary>
    AllReduce,

    /// <summary><see cref="Communicator.SumBefore"/>.</summary>
    SumBefore,

    /// <summary><see cref="Communicator.AllGather"/>; each rank's own bytes.</summary>
    AllGather,

    /// <summary><see cref="Communicator.Send"/>.</summary>
    Send,

    /// <summary><see cref="Communicator.Receive"/>; no bytes, which are the sender's.</summary>
    Receive,
}
