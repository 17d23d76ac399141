"""kmeans.py FILE DIMENSION CLUSTERS SEED: scikit-learn's KMeans, greedy k-means++, Lloyd, one start."""
import sys

from sklearn.cluster import KMeans

from one_run import measure, rows


def fit(x, clusters, seed):
    return KMeans(clusters, n_init=1, algorithm="lloyd", max_iter=100, random_state=seed).fit(x).inertia_


if __name__ == "__main__":
    x = rows(sys.argv[1], int(sys.argv[2]))
    fit(x[:1000], 5, 0)
    measure(lambda: fit(x, int(sys.argv[3]), int(sys.argv[4])))
