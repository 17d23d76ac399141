#!/usr/bin/env bash
# Two ranks of one thread against one rank of two, and what a rank sends for three numbers of rows: bench/mpi/ranks.sh, after a build of the
# tool. Needs Open MPI or MPICH, NumPy, and a quiet machine of two cores.
set -euo pipefail
tool=${TOOL:-artifacts/bin/HpcCoreset.Tool/release/hpc-coreset}
rounds=${ROUNDS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rows=$work/rows.npy
/usr/bin/python3 - "$rows" <<'PY'
import sys, numpy
rows = numpy.lib.format.open_memmap(sys.argv[1], mode="w+", dtype=numpy.float32, shape=(4_000_000, 32))
random = numpy.random.default_rng(1)
centres = 5 * random.normal(size=(100, 32))
for first in range(0, 4_000_000, 100_000):
    rows[first:first + 100_000] = centres[random.integers(0, 100, 100_000)] + random.normal(size=(100_000, 32))
for n in (1_000_000, 2_000_000): numpy.save(sys.argv[1].replace("rows", f"{n}"), rows[:n])
PY
mv "$rows" "$work/4000000.npy"
if command -v mpirun.openmpi > /dev/null; then launch="mpirun.openmpi -q --allow-run-as-root --oversubscribe --bind-to none"; else launch=mpirun.mpich; fi

# number SUMMARY KEY
number() { sed "s/.*\"$2\":\([0-9.]*\).*/\1/" <<< "$1"; }
median() { sort -g | sed -n "$(( (rounds + 1) / 2 ))p"; }

printf '| method | one process, two threads, s | one rank, two threads, s | two ranks, one thread each, s | ratio to one rank |\n|:--|--:|--:|--:|--:|\n'
for method in lightweight sensitivity; do
    select=(select "$work/4000000.npy" --method $method --size 10000 --clusters 100 --seed 1 --summary json)
    for _ in $(seq "$rounds"); do
        number "$("$tool" "${select[@]}" --threads 2 --output "$work/zero.csv")" select >> "$work/$method.0"
        number "$($launch -n 1 "$tool" "${select[@]}" --mpi --threads 2 --output "$work/one.csv")" select >> "$work/$method.1"
        number "$($launch -n 2 "$tool" "${select[@]}" --mpi --threads 1 --output "$work/two.csv")" select >> "$work/$method.2"
        cmp "$work/zero.csv" "$work/one.csv" && cmp "$work/one.csv" "$work/two.csv"
    done
    zero=$(median < "$work/$method.0") one=$(median < "$work/$method.1") two=$(median < "$work/$method.2")
    awk -v m=$method -v z="$zero" -v a="$one" -v b="$two" 'BEGIN { printf "| %s | %.3f | %.3f | %.3f | %.2f |\n", m, z, a, b, b / a }'
done

printf '\n| rows | method | ranks | bytes that a rank hands over, the most | calls |\n|--:|:--|--:|--:|--:|\n'
for method in lightweight sensitivity; do
    for n in 1000000 2000000 4000000; do
        summary=$($launch -n 2 "$tool" select "$work/$n.npy" --mpi --method $method --size 10000 --clusters 100 --seed 1 --threads 1 --summary json --output "$work/n.csv")
        printf '| %s | %s | 2 | %s | %s |\n' $n $method "$(number "$summary" bytes_per_rank)" "$(number "$summary" calls_per_rank)"
    done
done
