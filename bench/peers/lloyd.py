"""lloyd.py faiss|sklearn FILE CENTRES DIMENSION ITERATIONS: Lloyd's iterations from given centres."""
import sys

from one_run import THREADS, cost, measure, rows


def with_faiss(x, centres, iterations):
    import faiss

    faiss.omp_set_num_threads(THREADS)
    solver = faiss.Kmeans(x.shape[1], len(centres), niter=iterations, max_points_per_centroid=len(x), min_points_per_centroid=1)
    solver.train(x, init_centroids=centres)
    return solver.centroids


def with_sklearn(x, centres, iterations):
    import warnings

    from sklearn.cluster import KMeans

    warnings.simplefilter("ignore")  # it did not converge, as asked
    return KMeans(len(centres), init=centres, n_init=1, algorithm="lloyd", max_iter=iterations, tol=0).fit(x).cluster_centers_


if __name__ == "__main__":
    x, centres = rows(sys.argv[2], int(sys.argv[4])), rows(sys.argv[3], int(sys.argv[4]))
    run = with_faiss if sys.argv[1] == "faiss" else with_sklearn
    run(x[:1000].copy(), centres[:5].copy(), 2)
    measure(lambda: run(x, centres, int(sys.argv[5])), value=lambda found: cost(x, found))
