#!/usr/bin/env bash
# Other people's programs beside ours, in turn (A B A B ...), from the same files: bench/peers/run.sh [THREADS...], 1 and 2 if none are
# named. For one thread processor time, because a shared machine lets a process wait; for more the clock on the wall. Installs nothing.
# Debian 12: apt-get install python3-numpy python3-numba python3-sklearn python3-faiss python3-torch libopenblas0-pthread
# With apricot's source in the folder APRICOT it runs too (it needs python3-tqdm).
# ROUNDS, TASKS (facility-location nearest seeding lloyd kmeans coresets k-center training) and DIMENSIONS (of nearest) narrow it down.
set -euo pipefail
cd "$(dirname "$0")"
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE # a peer's BLAS chooses its kernels itself
export OMP_WAIT_POLICY=passive # faiss and torch have threads beside their BLAS's: where those spin, two threads were slower than one
rounds=${ROUNDS:-9}
tasks=${TASKS:-facility-location nearest seeding lloyd kmeans k-center}
python=/usr/bin/python3
"$python" -c 'import numpy; assert "openblas" in open("/proc/self/maps").read()' 2> /dev/null || {
    echo "run.sh: NumPy runs on the reference BLAS, which would be no fair peer: install libopenblas0-pthread." >&2
    exit 2
}
dotnet build -c Release ../HpcCoreset.Benchmarks --nologo -v quiet >&2
ours=$PWD/../../artifacts/bin/HpcCoreset.Benchmarks/release/HpcCoreset.Benchmarks
mnist=$PWD/../data/mnist/train-images-idx3-ubyte
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# side TASK ARGUMENT...: a peer's file of Python, or a task of our benchmarks
side() {
    case $1 in
        *.py) "$python" "$@" ;;
        *) "$ours" peer "$@" ;;
    esac
}

# compare NAME "our task" "their task"; SEED in either becomes the number of the round
compare() {
    rm -f "$work/ours" "$work/theirs"
    for round in $(seq "$rounds"); do
        # shellcheck disable=SC2086
        side ${2//SEED/$round} >> "$work/ours"
        # shellcheck disable=SC2086
        side ${3//SEED/$round} >> "$work/theirs"
    done
    "$python" compare.py "$1" "$work/ours" "$work/theirs"
}

facility-location() {
    "$python" make_rows.py normal 10000 64 1 "$rows"
    compare "facility location, 100 of 10,000 x 64, numba lazy greedy on a full matrix" "facility-location $rows 64 100" "facility_location.py $rows 64 100"
    [ -z "${APRICOT:-}" ] || compare "the same, apricot" "facility-location $rows 64 100" "apricot_facility_location.py $rows 64 100"
}

nearest() {
    local d=$1 task="nearest of 256, 20,000 x $1"
    "$python" make_rows.py normal 20000 "$d" 1 "$rows"
    "$python" make_rows.py normal 256 "$d" 2 "$centres"
    compare "$task, faiss flat L2" "nearest $rows $centres $d" "nearest.py faiss $rows $centres $d"
    compare "$task, NumPy product and argmin" "nearest $rows $centres $d" "nearest.py numpy $rows $centres $d"
    compare "the same, ours from rows packed before" "nearest-packed $rows $centres $d" "nearest.py numpy $rows $centres $d"
    compare "$task, torch product and min" "nearest $rows $centres $d" "nearest.py torch $rows $centres $d"
    [ "$THREADS" -gt 1 ] || compare "$task, TensorPrimitives.Dot" "nearest $rows $centres $d" "nearest-dot $rows $centres $d"
}

# lloyd NAME DIMENSION: on the rows in the file
lloyd() {
    "$python" make_rows.py some "$rows" "$2" 100 1 "$centres"
    compare "Lloyd, 10 iterations, 100 centres, $1, faiss" "lloyd $rows $centres $2 10" "lloyd.py faiss $rows $centres $2 10"
    compare "the same, scikit-learn" "lloyd $rows $centres $2 10" "lloyd.py sklearn $rows $centres $2 10"
}

training() {
    compare "training step, $1, torch" "training-step $1 $2" "training_step.py $1 $2 contiguous"
    [ "$1" = mlp ] || compare "the same, torch with channels last" "training-step $1 $2" "training_step.py $1 $2 channels_last"
}

table() {
    echo "| task, peer | ours | theirs | theirs / ours | memory, ours | memory, theirs | value |"
    echo "|:--|--:|--:|:--|--:|--:|--:|"
    for task in $tasks; do
        case $task in
            facility-location) facility-location ;;
            nearest) for d in ${DIMENSIONS:-16 64 128 384 768}; do nearest "$d"; done ;;
            seeding)
                "$python" make_rows.py blobs 100000 64 1 "$rows" 200
                compare "k-means++ seeding, 100 of 100,000 x 64, scikit-learn" "seeding $rows 64 100 SEED" "seeding.py $rows 64 100 SEED"
                ;;
            lloyd)
                "$python" make_rows.py normal 100000 64 1 "$rows"
                lloyd "100,000 x 64 normal" 64
                "$python" make_rows.py blobs 100000 64 1 "$rows" 200
                lloyd "100,000 x 64 in blobs" 64
                [ -f "$mnist" ] || { echo "run.sh: no MNIST; bench/data/fetch.sh fetches it." >&2; continue; }
                "$python" make_rows.py idx "$mnist" "$rows"
                lloyd "MNIST, 60,000 x 784" 784
                ;;
            coresets)
                "$python" make_rows.py blobs 1000000 32 1 "$rows" 200
                for call in 1 2; do
                    compare "lightweight, 10,000 of 1,000,000 x 32, NumPy formula, call $call" \
                        "coreset Lightweight $rows 32 100 10000 SEED $call" "coreset.py lightweight $rows 32 10000 SEED $call"
                done
                compare "sensitivity, 10,000 of 1,000,000 x 32, 100 clusters; scikit-learn's k-means++ seeding with 200 centres, call 1" \
                    "coreset Sensitivity $rows 32 100 10000 SEED 1" "coreset.py seeding $rows 32 200 SEED 1"
                compare "the same, call 2 of ours" "coreset Sensitivity $rows 32 100 10000 SEED 2" "coreset.py seeding $rows 32 200 SEED 1"
                ;;
            kmeans)
                "$python" make_rows.py blobs 50000 32 1 "$rows" 200
                compare "k-means, 100 clusters of 50,000 x 32, scikit-learn" "kmeans $rows 32 100 SEED" "kmeans.py $rows 32 100 SEED"
                ;;
            training)
                training mlp 300
                training lenet 300
                training resnet8 30
                training resnet20 15
                ;;
            k-center)
                for kind in normal blobs; do
                    "$python" make_rows.py $kind 100000 64 1 "$rows" $([ $kind = normal ] || echo 200)
                    compare "k-center, 1,000 of 100,000 x 64 $kind, a loop in NumPy" "k-center $rows 64 1000" "k_center.py $rows 64 1000"
                done
                ;;
        esac
    done
}

rows=$work/rows centres=$work/centres
"$ours" machine
[ $# -gt 0 ] || set -- 1 2
for THREADS in "$@"; do
    export THREADS OPENBLAS_NUM_THREADS=$THREADS OMP_NUM_THREADS=$THREADS MKL_NUM_THREADS=$THREADS NUMBA_NUM_THREADS=$THREADS
    [ "$THREADS" = 1 ] && clock="processor seconds" || clock="seconds by the clock on the wall"
    printf '\n%s thread(s) each, %s rounds in turn: median %s, median ratio (lowest - highest), growth of resident memory, ours / theirs of the value found.\n\n' \
        "$THREADS" "$rounds" "$clock"
    table
done
