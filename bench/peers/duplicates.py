"""duplicates.py WORDS MNIST: NumPy's product of all rows, in blocks, as rows for the table of the benchmark "duplicates"."""
import sys
import time

import numpy as np

BLOCK = 2048


def pairs(x, threshold):
    """Pairs of rows with a cosine of at least the threshold, from the products of blocks with the rows from there on."""
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    found = []
    for start in range(0, len(unit), BLOCK):
        first, second = np.nonzero(unit[start:start + BLOCK] @ unit[start:].T >= threshold)
        found.append(np.stack([first, second])[:, second > first] + start)
    return np.concatenate(found, axis=1)


def row(name, x, threshold):
    pairs(x[:1000], threshold)
    start = time.process_time()
    found = pairs(x, threshold)
    print(f"| {name}, NumPy in blocks | {threshold} | 1 | | {found.shape[1]} | 100.0 % | | {time.process_time() - start:.2f} |", flush=True)


row("10,000 words x 100", np.fromfile(sys.argv[1], np.float32).reshape(-1, 100)[:10000], 0.8)
row("60,000 digits x 784", np.fromfile(sys.argv[2], np.uint8)[16:].reshape(-1, 784).astype(np.float32), 0.95)
