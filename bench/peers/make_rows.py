"""Rows for both sides, float32, row-major: make_rows.py normal ROWS DIMENSION SEED FILE | blobs ROWS DIMENSION SEED FILE BLOBS
| idx IDX FILE | some FROM DIMENSION COUNT SEED FILE (that many different rows of a file, as centres)."""
import sys

import numpy as np

kind, *arguments = sys.argv[1:]
if kind == "idx":
    source, path = arguments
    with open(source, "rb") as file:
        axes = file.read(4)[3]
        shape = np.frombuffer(file.read(4 * axes), ">u4")
        values = np.frombuffer(file.read(), np.uint8).reshape(shape[0], -1)
elif kind == "some":
    source, dimension, count, seed, path = arguments
    values = np.unique(np.fromfile(source, np.float32).reshape(-1, int(dimension)), axis=0)
    values = np.random.default_rng(int(seed)).permutation(values)[:int(count)]
else:
    count, dimension, seed, path, *blobs = arguments
    random = np.random.default_rng(int(seed))
    values = random.standard_normal((int(count), int(dimension)))
    if kind == "blobs":
        centres = 1.5 * random.standard_normal((int(blobs[0]), int(dimension)))
        values += centres[random.integers(len(centres), size=len(values))]
values.astype(np.float32).tofile(path)
