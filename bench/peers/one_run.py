"""What every peer shares: threads, rows from a file, one line of figures."""
import os
import resource
import time

import numpy as np

THREADS = int(os.environ["THREADS"])


def rows(path, dimension):
    """Row-major float32 values."""
    return np.fromfile(path, np.float32).reshape(-1, dimension)


def measure(work, calls=1, value=float):
    """Runs work and prints: seconds per call, bytes by which the peak of resident memory grew, and the value of what it returned.

    Seconds of the processor for one thread, which a shared machine lets wait, and by the clock on the wall for more.
    """
    now = time.process_time if THREADS == 1 else time.perf_counter
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = now()
    for _ in range(calls):
        found = work()
    seconds = (now() - start) / calls
    grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    print(f"{seconds:.6f} {grown} {value(found):.9g}")


def cost(x, centres):
    """The sum of the squared distances of rows to their nearest centre, in double from the differences."""
    total = 0.0
    for start in range(0, len(x), 4096):
        block = x[start:start + 4096]
        owner = ((centres**2).sum(1) - 2 * block @ centres.T).argmin(1)
        total += np.square(block.astype(np.float64) - centres[owner]).sum()
    return total
