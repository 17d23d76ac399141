"""coreset.py lightweight|seeding FILE DIMENSION SIZE SEED CALL: the NumPy formula of a lightweight coreset of SIZE rows (Bachem, Lucic,
Krause, KDD 2018), or scikit-learn's plain k-means++ seeding with SIZE centres; the first CALL of a process, or a later one."""
import sys

import numpy as np

from one_run import cost, measure, rows


def lightweight(x, size, seed):
    random = np.random.RandomState(seed)
    distance = np.square(x - x.mean(0)).sum(1)
    q = 0.5 / len(x) + 0.5 * distance.astype(np.float64) / distance.sum(dtype=np.float64)
    index = random.choice(len(x), size, p=q / q.sum())
    return index, 1 / (size * q[index])


def seeding(x, size, seed):
    from sklearn.cluster import kmeans_plusplus

    return kmeans_plusplus(x, size, n_local_trials=1, random_state=seed)[0]


if __name__ == "__main__":
    what, file, dimension, size, seed, call = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
    x = rows(file, dimension)
    run, value = {"lightweight": (lightweight, lambda found: found[1].sum()), "seeding": (seeding, lambda found: cost(x, found))}[what]
    run(x[:1000], 5, 0)
    for _ in range(call - 1):
        run(x, size, seed)
    measure(lambda: run(x, size, seed), value=value)
