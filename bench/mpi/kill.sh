#!/usr/bin/env bash
# A rank of three is killed at a random moment, twenty times: how soon the launcher ends, what is left, and whether the next run writes the
# bytes of one machine; every second time with a checkpoint, from which the run after goes on. bench/mpi/kill.sh [rows.npy], after a build; needs Open MPI or MPICH, and NumPy unless rows are given.
set -euo pipefail
tool=${TOOL:-artifacts/bin/HpcCoreset.Tool/release/hpc-coreset}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rows=${1:-$work/rows.npy}
[ -f "$rows" ] || /usr/bin/python3 -c "import numpy, sys; numpy.save(sys.argv[1], numpy.random.default_rng(1).normal(size=(500000, 32)).astype(numpy.float32))" "$rows"
select=(select "$rows" --size 1000 --clusters 100 --seed 1 --threads 1)
"$tool" "${select[@]}" --output "$work/one.csv"
for launcher in "mpirun.openmpi -q --allow-run-as-root --oversubscribe --bind-to none" "mpirun.mpich"; do
    command -v "${launcher%% *}" > /dev/null || { echo "- ${launcher%% *} is not installed"; continue; }
    slowest=0 left=0 lines=0 killed_runs=0 resumed=0 recalled=0
    started=$(date +%s%N)
    $launcher -n 3 "$tool" "${select[@]}" --mpi --output "$work/picks.csv"
    whole=$(( ($(date +%s%N) - started) / 1000000 ))
    cmp "$work/picks.csv" "$work/one.csv"
    while [ "$killed_runs" -lt 20 ]; do
        rm -rf "$work"/picks.csv* "$work/checkpoint"
        keep=(); [ $((killed_runs % 2)) = 0 ] || keep=(--checkpoint "$work/checkpoint")
        $launcher -n 3 "$tool" "${select[@]}" --mpi --output "$work/picks.csv" "${keep[@]}" > "$work/error" 2>&1 &
        job=$!
        sleep "$(awk -v whole=$whole -v random=$RANDOM 'BEGIN { print (0.05 + 0.9 * random / 32768) * whole / 1000 }')"
        victim=$(pgrep -f "$work/picks.csv" | while read -r id; do [ "$(cat /proc/"$id"/comm 2> /dev/null)" != hpc-coreset ] || echo "$id"; done | shuf -n 1 || true)
        killed=$(date +%s%N)
        [ -n "$victim" ] && kill -KILL "$victim" || true
        ended=1; wait "$job" || ended=0
        if [ $ended = 0 ] && [ -n "$victim" ]; then killed_runs=$((killed_runs + 1)); fi
        took=$(( ($(date +%s%N) - killed) / 1000000 ))
        [ -n "$victim" ] && [ "$took" -gt "$slowest" ] && slowest=$took
        # Either nothing is there, or all of it.
        if [ -f "$work/picks.csv" ] && ! cmp -s "$work/picks.csv" "$work/one.csv"; then left=$((left + 1)); fi
        left=$((left + $(find "$work" -type f ! -name picks.csv ! -name one.csv ! -name error ! -path "$rows" ! -path "$work/checkpoint/*" | wc -l)))
        said=$(grep -c hpc-coreset: "$work/error" || true)
        [ "$said" -gt "$lines" ] && lines=$said
        if [ $ended = 0 ] && [ ${#keep[@]} != 0 ]; then
            rm -f "$work"/picks.csv*
            passes=$({ find "$work/checkpoint" -name '*.pass-*' ! -name '*.partial' 2> /dev/null || true; } | wc -l)
            summary=$($launcher -n 3 "$tool" "${select[@]}" --mpi --output "$work/picks.csv" "${keep[@]}" --summary json)
            cmp "$work/picks.csv" "$work/one.csv"
            [ "$(sed 's/.*"passes_recalled":\([0-9]*\).*/\1/' <<< "$summary")" = "$passes" ] # nothing that was finished is done again
            resumed=$((resumed + 1)) recalled=$((recalled + passes))
        fi
    done
    rm -f "$work"/picks.csv*
    $launcher -n 3 "$tool" "${select[@]}" --mpi --output "$work/picks.csv"
    cmp "$work/picks.csv" "$work/one.csv"
    echo "- ${launcher%% *}: a whole run $whole ms; after a kill the launcher ended within $slowest ms; half-written files: $left; runs that a kill ended: $killed_runs;" \
        "most lines of our own in a killed run: $lines; the run after has the same bytes;" \
        "runs that went on from a checkpoint: $resumed, to the same bytes, of the $recalled passes found there none was made again"
done
