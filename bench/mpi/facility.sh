#!/usr/bin/env bash
# Exact facility location on one rank and on two, and what RandGreeDi on parts by themselves loses and saves: bench/mpi/facility.sh, after a build
# of the tool. Needs Open MPI or MPICH, what bench/data/fetch.sh brings, and a quiet machine of two cores.
set -euo pipefail
tool=${TOOL:-artifacts/bin/HpcCoreset.Tool/release/hpc-coreset}
rounds=${ROUNDS:-3}
seeds=${SEEDS:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
head -c $((10000 * 100 * 4)) bench/data/words.f32 > "$work/words.f32"
gzip -dc bench/data/fashion-mnist/t10k-images-idx3-ubyte.gz > "$work/fashion-images-idx3-ubyte"
"$tool" select digits --size 1797 --clusters 1 --rows "$work/digits.csv"
words=("$work/words.f32" --dimension 100 --similarity cosine --size 200)
fashion=("$work/fashion-images-idx3-ubyte" --similarity cosine --size 200)
digits=("$work/digits.csv" --similarity rbf --gamma 0.001 --size 100)
if command -v mpirun.openmpi > /dev/null; then launch="mpirun.openmpi -q --allow-run-as-root --oversubscribe --bind-to none"; else launch=mpirun.mpich; fi

# number SUMMARY KEY
number() { sed "s/.*\"$2\":\([0-9.]*\).*/\1/" <<< "$1"; }
median() { sort -g | sed -n "$(( ($1 + 1) / 2 ))p"; }
# pick RANKS THREADS OUTPUT ARGUMENT...: its summary
pick() { local ranks=$1 threads=$2 output=$3; shift 3; $launch -n "$ranks" "$tool" select "$@" --mpi --method facility-location --threads "$threads" --summary json --output "$output"; }

printf 'The exact greedy, medians of %s in turn; the three wrote the same bytes each time.\n\n' "$rounds"
printf '| rows | picks | one process, two threads, s | one rank, two threads, s | two ranks, one thread each, s | ratio to one rank | bytes that a rank hands over, the most | calls |\n|:--|--:|--:|--:|--:|--:|--:|--:|\n'
exact() {
    local name=$1 size=$2; shift 2
    rm -f "$work"/time.*
    for _ in $(seq "$rounds"); do
        number "$("$tool" select "$@" --method facility-location --threads 2 --summary json --output "$work/zero.csv")" select >> "$work/time.0"
        number "$(pick 1 2 "$work/one.csv" "$@")" select >> "$work/time.1"
        summary=$(pick 2 1 "$work/two.csv" "$@")
        number "$summary" select >> "$work/time.2"
        cmp "$work/zero.csv" "$work/one.csv" && cmp "$work/one.csv" "$work/two.csv"
    done
    awk -v n="$name" -v k="$size" -v z="$(median "$rounds" < "$work/time.0")" -v a="$(median "$rounds" < "$work/time.1")" -v b="$(median "$rounds" < "$work/time.2")" \
        -v bytes="$(number "$summary" bytes_per_rank)" -v calls="$(number "$summary" calls_per_rank)" \
        'BEGIN { printf "| %s | %s | %.3f | %.3f | %.3f | %.2f | %s | %s |\n", n, k, z, a, b, b / a, bytes, calls }'
}
exact "digits, 1,797 x 64, rbf" 100 "${digits[@]}"
exact "words, 10,000 x 100, cosine" 200 "${words[@]}"
exact "Fashion-MNIST test images, 10,000 x 784, cosine" 200 "${fashion[@]}"

printf '\nRandGreeDi, parts by their own rows alone, two ranks of one thread; share of the exact value over all rows and seconds: mean of %s seeds (worst).\n\n' "$seeds"
printf '| rows | parts | of the exact value | s | share of the exact time |\n|:--|--:|--:|--:|--:|\n'
local_parts() {
    local name=$1; shift
    summary=$(pick 2 1 "$work/two.csv" "$@")
    exact=$(number "$summary" objective) whole=$(number "$summary" select)
    for parts in 2 4 8 16; do
        rm -f "$work/share" "$work/seconds"
        for seed in $(seq "$seeds"); do
            summary=$(pick 2 1 "$work/two.csv" "$@" --optimizer randgreedi --local-partitions --partitions "$parts" --seed "$seed")
            number "$summary" objective >> "$work/share"
            number "$summary" select >> "$work/seconds"
        done
        awk -v n="$name" -v p="$parts" -v e="$exact" -v w="$whole" -v s="$(awk '{ s += $1 } END { print s / NR }' "$work/seconds")" \
            'NR == 1 || $1 < least { least = $1 } { sum += $1 } END { printf "| %s | %s | %.4f (%.4f) | %.3f | %.2f |\n", n, p, sum / NR / e, least / e, s, s / w }' "$work/share"
    done
}
local_parts "digits, rbf" "${digits[@]}"
local_parts "words, cosine" "${words[@]}"
local_parts "Fashion-MNIST, cosine" "${fashion[@]}"
