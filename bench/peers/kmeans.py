"""kmeans.py FILE DIMENSION CLUSTERS SEED [ITERATIONS CENTRES]: scikit-learn's KMeans, greedy k-means++, Lloyd, one start; the centres into a file."""
import sys
import warnings

import numpy as np
from sklearn.cluster import KMeans

from one_run import measure, rows


def fit(x, clusters, seed, iterations):
    return KMeans(clusters, n_init=1, algorithm="lloyd", max_iter=iterations, random_state=seed).fit(x)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # it did not converge
    x = rows(sys.argv[1], int(sys.argv[2]))
    iterations = int(sys.argv[5]) if len(sys.argv) > 5 else 100
    fit(x[:1000], 5, 0, iterations)
    found = []
    measure(lambda: found.append(fit(x, int(sys.argv[3]), int(sys.argv[4]), iterations)), value=lambda _: found[0].inertia_)
    if len(sys.argv) > 6:
        found[0].cluster_centers_.astype(np.float32).tofile(sys.argv[6])
