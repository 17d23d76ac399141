"""make_rows.py normal ROWS DIMENSION SEED FILE | blobs ROWS DIMENSION SEED FILE BLOBS: rows for both sides, float32, row-major."""
import sys

import numpy as np

kind, count, dimension, seed, path, *more = sys.argv[1:]
random = np.random.default_rng(int(seed))
values = random.standard_normal((int(count), int(dimension)))
if kind == "blobs":
    centres = 1.5 * random.standard_normal((int(more[0]), int(dimension)))
    values += centres[random.integers(len(centres), size=len(values))]
values.astype(np.float32).tofile(path)
