"""seeding.py FILE DIMENSION CLUSTERS SEED: scikit-learn's k-means++, one candidate a step."""
import sys

from sklearn.cluster import kmeans_plusplus

from one_run import cost, measure, rows


def seed(x, clusters, seed):
    return kmeans_plusplus(x, clusters, n_local_trials=1, random_state=seed)[0]


if __name__ == "__main__":
    x = rows(sys.argv[1], int(sys.argv[2]))
    seed(x[:1000], 5, 0)
    measure(lambda: seed(x, int(sys.argv[3]), int(sys.argv[4])), value=lambda centres: cost(x, centres))
