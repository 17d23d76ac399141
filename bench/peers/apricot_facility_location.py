"""apricot_facility_location.py FILE DIMENSION SIZE: apricot's lazy greedy of max d^2 - d^2; the environment's APRICOT is its source folder."""
import os
import sys

from one_run import measure, rows

sys.path.insert(0, os.environ["APRICOT"])
from apricot import FacilityLocationSelection  # noqa: E402


def select(x, size):
    selection = FacilityLocationSelection(size, metric="euclidean", optimizer="lazy").fit(x)
    return float(selection.gains.sum())


if __name__ == "__main__":
    x = rows(sys.argv[1], int(sys.argv[2]))
    select(x[:100], 5)  # compiles
    measure(lambda: select(x, int(sys.argv[3])))
