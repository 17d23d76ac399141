"""anomalies.py FOLDER: scikit-learn's detectors on Fashion-MNIST, as rows for the table of the benchmark "anomalies"."""
import gzip
import pickle
import sys
import time

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import LocalOutlierFactor

ALONE = 20


def read(name, header):
    with gzip.open(f"{sys.argv[1]}/{name}") as file:
        return np.frombuffer(file.read()[header:], np.uint8)


def images(part):
    return read(f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 784).astype(np.float32), read(f"{part}-labels-idx1-ubyte.gz", 8)


def timed(work):
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def row(name, make, seeds):
    areas, fits, many, one, held = [], [], [], [], []
    for label in range(10):
        normal = train[labels == label]
        found = []
        for seed in range(seeds):
            model, seconds = timed(lambda: make(seed).fit(normal))
            fits.append(seconds)
            scores, seconds = timed(lambda: -model.score_samples(test))
            many.append(seconds / len(test))
            one.append(timed(lambda: [model.score_samples(test[i:i + 1]) for i in range(ALONE)])[1] / ALONE)
            held.append(len(pickle.dumps(model)))
            found.append(roc_auc_score(test_labels != label, scores))
        areas.append(np.mean(found))
    print(f"| {name} | {' | '.join(f'{area:.4f}' for area in areas)} | {np.mean(areas):.4f} | {np.median(fits):.3f} "
          f"| {1e6 * np.median(many):.0f} | {1e6 * np.median(one):.0f} | {1e-6 * np.median(held):.1f} |", flush=True)


train, labels = images("train")
test, test_labels = images("t10k")
row("IsolationForest", lambda seed: IsolationForest(random_state=seed, n_jobs=1), seeds=5)
row("LocalOutlierFactor", lambda seed: LocalOutlierFactor(novelty=True, n_jobs=1), seeds=1)
