"""facility_location.py FILE DIMENSION SIZE: lazy greedy over a full float32 matrix of max d^2 - d^2, BLAS and numba."""
import heapq
import sys

import numba
import numpy as np

from one_run import measure, rows


def similarities(x):
    """One product, then everything in place: the matrix is the only one of its size."""
    norms = np.einsum("ij,ij->i", x, x)
    s = x @ x.T
    s *= 2
    s -= norms[:, None]
    s -= norms
    s -= s.min()
    return s


@numba.njit(fastmath=True)
def gain(similar, covered):
    total = np.float32(0)
    for i in range(similar.size):
        total += max(similar[i] - covered[i], np.float32(0))
    return np.float64(total)


@numba.njit
def lazy_greedy(s, singletons, size):
    """Stale gains wait in a heap; a candidate that stays on top once its gain is fresh is the pick."""
    heap = [(-singletons[v], v) for v in range(len(s))]
    heapq.heapify(heap)
    covered = np.zeros(len(s), np.float32)
    value = 0.0
    for step in range(size):
        while True:
            bound, v = heapq.heappop(heap)
            fresh = -bound if step == 0 else gain(s[v], covered)
            if step == 0 or not heap or fresh >= -heap[0][0]:
                break
            heapq.heappush(heap, (-fresh, v))
        value += fresh
        covered = np.maximum(covered, s[v])
    return value


def select(x, size):
    s = similarities(x)
    return lazy_greedy(s, s.sum(axis=1, dtype=np.float64), size)


if __name__ == "__main__":
    select(np.random.default_rng(0).standard_normal((100, 4)).astype(np.float32), 5)  # compiles
    x = rows(sys.argv[1], int(sys.argv[2]))
    measure(lambda: select(x, int(sys.argv[3])))
