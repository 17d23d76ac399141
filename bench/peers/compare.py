"""compare.py NAME OURS THEIRS: a row of the table from two files of figures, one line a run, in turn."""
import sys

import numpy as np

name, ours, theirs = sys.argv[1], np.loadtxt(sys.argv[2], ndmin=2), np.loadtxt(sys.argv[3], ndmin=2)
ratios = theirs[:, 0] / ours[:, 0]
print(f"| {name} | {np.median(ours[:, 0]):.4f} s | {np.median(theirs[:, 0]):.4f} s "
      f"| {np.median(ratios):.1f} ({ratios.min():.1f}-{ratios.max():.1f}) "
      f"| {np.median(ours[:, 1]) / 1e6:.0f} MB | {np.median(theirs[:, 1]) / 1e6:.0f} MB "
      f"| {np.median(ours[:, 2] / theirs[:, 2]):.6f} |")
