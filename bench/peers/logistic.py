"""logistic.py DIGITS: scikit-learn's logistic regression on the rows of the benchmark "convex", as rows for its last table.

logistic.py DIGITS objectives: the minima that the tests of HpcCoreset.Training know, at lambda 1e-3.
lambda is 1 / (C n) of scikit-learn's C, and alpha / n of Ridge's.
"""
import gzip
import sys
import time
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge, SGDClassifier
from sklearn.svm import LinearSVC

RUNS = 5
EPOCHS = 50
TIMED_EPOCHS = 8
warnings.filterwarnings("ignore")  # that saga was stopped after so many epochs is what is measured


def digits():
    values = np.loadtxt(gzip.open(sys.argv[1]), delimiter=",")
    return "digits, 1,797 x 64, 10 classes", values[:, :64] / 16, values[:, 64].astype(int), 1e-3


def uniform(x):
    with np.errstate(over="ignore"):
        x = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        x = (x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return ((x ^ (x >> np.uint32(16))) >> np.uint32(8)) * (2.0 / (1 << 24)) - 1


def hashed(rows, dimension):
    values = uniform(np.arange(rows * dimension, dtype=np.uint32)).reshape(rows, dimension)
    direction = uniform(np.uint32(0xFFFFFFFF) - np.arange(dimension, dtype=np.uint32))
    noise = 0.5 * uniform(np.uint32(3_000_000_000) - np.arange(rows, dtype=np.uint32))
    labels = values @ (direction / np.linalg.norm(direction)) + noise > 0.83
    return f"hashed, {rows:,} x {dimension}, 2 classes", values, labels.astype(int), 1e-5


def objective(model, x, y, penalty):
    scores = x @ model.coef_.T + model.intercept_
    if scores.shape[1] == 1:
        scores = np.hstack([0 * scores, scores])
    largest = scores.max(1)
    losses = np.log(np.exp(scores - largest[:, None]).sum(1)) + largest - scores[np.arange(len(x)), y]
    return losses.mean() + penalty / 2 * (model.coef_**2).sum()


def seconds(make, epochs, x, y):
    start = time.process_time()
    make(epochs).fit(x, y)
    return time.process_time() - start


def row(name, method, make, x, y, penalty, timed=True):
    model = make(EPOCHS).fit(x, y)
    cost = "| | |"
    if timed:
        times = sorted((seconds(make, 2 + TIMED_EPOCHS, x, y) - seconds(make, 2, x, y)) / TIMED_EPOCHS for _ in range(RUNS))
        median = times[RUNS // 2]
        cost = f"| {1e3 * median:.2f} ({1e3 * times[0]:.2f} - {1e3 * times[-1]:.2f}) | {1e9 * median / len(x):.0f} |"
    print(f"| {name}, {penalty:g} | scikit-learn, {method} | {objective(model, x, y, penalty):.10f} | {model.score(x, y):.4f} {cost}", flush=True)


def minima():
    _, x, y, penalty = digits()
    c = 1 / (penalty * len(x))
    print("logistic", objective(LogisticRegression(C=c, solver="newton-cg", multi_class="multinomial", tol=1e-10, max_iter=20_000).fit(x, y), x, y, penalty))
    ridge = Ridge(alpha=penalty * len(x), solver="cholesky").fit(x, y)
    print("ridge", np.square(ridge.predict(x) - y).mean() / 2 + penalty / 2 * np.square(ridge.coef_).sum())
    machine = LinearSVC(C=c, dual=False, tol=1e-12, max_iter=100_000).fit(x, y)
    lacking = np.maximum(0, 1 - np.where(y[:, None] == np.arange(10), 1, -1) * (x @ machine.coef_.T + machine.intercept_))
    print("svm", np.square(lacking).sum(1).mean() + penalty / 2 * (np.square(machine.coef_).sum() + np.square(machine.intercept_).sum()))


def rows():
    for name, x, y, penalty in [digits(), hashed(49_990, 22), hashed(290_506, 54), hashed(10_000, 784)]:
        shared = {"C": 1 / (penalty * len(x)), "multi_class": "auto" if y.max() == 1 else "multinomial"}
        row(name, "saga", lambda epochs: LogisticRegression(solver="saga", tol=0, max_iter=epochs, random_state=1, **shared), x, y, penalty)
        if y.max() == 1:  # of more classes it makes one model against the rest each
            row(name, "SGDClassifier", lambda epochs: SGDClassifier(loss="log_loss", alpha=penalty, tol=None, max_iter=epochs, random_state=1), x, y, penalty)
        row(name, "lbfgs", lambda epochs: LogisticRegression(solver="lbfgs", tol=1e-8, max_iter=1000, **shared), x, y, penalty, timed=False)


minima() if "objectives" in sys.argv else rows()
