"""k_center.py FILE DIMENSION PICKS: the farthest-first loop that one writes with NumPy, in expanded form, a product per pick."""
import sys

import numpy as np

from one_run import measure, rows


def radius(x, picks):
    """The distance of the farthest row after so many picks, the first of which is the row farthest from the mean."""
    norms = np.einsum("ij,ij->i", x, x)
    mean = x.mean(0)
    pick = np.argmax(norms - 2 * (x @ mean))
    nearest = np.full(len(x), np.inf, np.float32)
    for _ in range(picks):
        distance = x @ x[pick]
        distance *= -2
        distance += norms
        distance += norms[pick]
        np.minimum(nearest, distance, out=nearest)
        pick = np.argmax(nearest)
    return np.sqrt(max(nearest[pick], 0))


if __name__ == "__main__":
    x = rows(sys.argv[1], int(sys.argv[2]))
    radius(x[:1000], 5)
    measure(lambda: radius(x, int(sys.argv[3])))
