"""What every peer shares: one thread, rows from a file, one line of figures."""
import resource
import time

import numpy as np


def rows(path, dimension):
    """Row-major float32 values."""
    return np.fromfile(path, np.float32).reshape(-1, dimension)


def measure(work, calls=1):
    """Runs work and prints: processor seconds per call, bytes by which the peak of resident memory grew, the value work returned."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    for _ in range(calls):
        value = work()
    seconds = (time.process_time() - start) / calls
    grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    print(f"{seconds:.6f} {grown} {value:.9g}")
