#!/usr/bin/env bash
# Other people's programs beside ours, in turn (A B A B ...), one thread each, from the same files. Processor time, because a shared
# machine lets a process wait; growth of peak resident memory after loading.
# Debian 12: apt-get install python3-numpy python3-numba python3-sklearn python3-faiss libopenblas0-pthread
set -euo pipefail
cd "$(dirname "$0")"
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE # a peer's BLAS chooses its kernels itself
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 NUMBA_NUM_THREADS=1
rounds=${ROUNDS:-9}
python=/usr/bin/python3
"$python" -c 'import numpy; assert "openblas" in open("/proc/self/maps").read()' 2> /dev/null || {
    echo "run.sh: NumPy runs on the reference BLAS, which would be no fair peer: install libopenblas0-pthread." >&2
    exit 2
}
dotnet build -c Release ../HpcCoreset.Benchmarks --nologo -v quiet >&2
ours=$PWD/../../artifacts/bin/HpcCoreset.Benchmarks/release/HpcCoreset.Benchmarks
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# compare NAME "our arguments" "their arguments"; SEED in either becomes the number of the round
compare() {
    rm -f "$work/ours" "$work/theirs"
    for round in $(seq "$rounds"); do
        # shellcheck disable=SC2086
        "$ours" peer ${2//SEED/$round} >> "$work/ours"
        # shellcheck disable=SC2086
        "$python" ${3//SEED/$round} >> "$work/theirs"
    done
    "$python" compare.py "$1" "$work/ours" "$work/theirs"
}

echo "One thread each, $rounds rounds in turn: median processor seconds, median ratio (lowest - highest), growth of resident memory, ours / theirs of the value found."
echo
echo "| task, peer | ours | theirs | theirs / ours | memory, ours | memory, theirs | value |"
echo "|:--|--:|--:|:--|--:|--:|--:|"
rows=$work/rows centres=$work/centres
"$python" make_rows.py normal 10000 64 1 "$rows"
compare "facility location, 100 of 10,000 x 64, numba lazy greedy on a full matrix" "facility-location $rows 64 100" "facility_location.py $rows 64 100"
for d in 16 64 128 384; do
    "$python" make_rows.py normal 50000 $d 1 "$rows"
    "$python" make_rows.py normal 256 $d 2 "$centres"
    compare "nearest of 256, 50,000 x $d, faiss flat L2" "nearest $rows $centres $d" "nearest.py faiss $rows $centres $d"
    compare "nearest of 256, 50,000 x $d, NumPy product and argmin" "nearest $rows $centres $d" "nearest.py numpy $rows $centres $d"
    compare "the same, ours from rows packed before" "nearest-packed $rows $centres $d" "nearest.py numpy $rows $centres $d"
done
"$python" make_rows.py blobs 50000 32 1 "$rows" 200
compare "k-means, 100 clusters of 50,000 x 32, scikit-learn" "kmeans $rows 32 100 SEED" "kmeans.py $rows 32 100 SEED"
