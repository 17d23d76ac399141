"""nearest.py faiss|numpy|torch FILE CENTRES DIMENSION: the nearest centre of every row."""
import sys

import numpy as np

from one_run import THREADS, measure, rows

BLOCK = 2048  # rows whose products with all centres stay in the second-level cache


def with_faiss(x, centres):
    import faiss

    faiss.omp_set_num_threads(THREADS)
    index = faiss.IndexFlatL2(x.shape[1])
    index.add(centres)
    return lambda: np.sqrt(index.search(x, 1)[0]).sum(dtype=np.float64)


def with_numpy(x, centres):
    norms, transposed = (centres**2).sum(1), np.ascontiguousarray(-2 * centres.T)
    owner, nearest = np.empty(len(x), np.int64), np.empty(len(x), np.float32)
    product = np.empty((BLOCK, len(centres)), np.float32)

    def assign():
        for start in range(0, len(x), BLOCK):
            block = x[start:start + BLOCK]
            d = np.dot(block, transposed, out=product[:len(block)])
            d += norms
            a = owner[start:start + BLOCK] = d.argmin(1)
            nearest[start:start + BLOCK] = d[np.arange(len(block)), a] + np.einsum("ij,ij->i", block, block)
        return np.sqrt(np.maximum(nearest, 0)).sum(dtype=np.float64)

    return assign


def with_torch(x, centres):
    import torch

    torch.set_num_threads(THREADS)
    rows, norms, transposed = torch.from_numpy(x), torch.from_numpy((centres**2).sum(1)), torch.from_numpy(-2 * centres).T.contiguous()
    product = torch.empty(BLOCK, len(centres))

    def assign():
        total = 0.0
        for start in range(0, len(rows), BLOCK):
            block = rows[start:start + BLOCK]
            nearest = torch.addmm(norms, block, transposed, out=product[:len(block)]).min(1).values + block.square().sum(1)
            total += nearest.clamp(min=0).sqrt().sum(dtype=torch.float64).item()
        return total

    return assign


if __name__ == "__main__":
    x, centres = rows(sys.argv[2], int(sys.argv[4])), rows(sys.argv[3], int(sys.argv[4]))
    assign = {"faiss": with_faiss, "numpy": with_numpy, "torch": with_torch}[sys.argv[1]](x, centres)
    assign()
    measure(assign, calls=5)
