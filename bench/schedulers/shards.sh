# What slurm.sh and parallel.sh share: shards to reduce, what comes out of them undisturbed, and who is killed when. To be sourced.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tool=$PWD/artifacts/bin/HpcCoreset.Tool/release/hpc-coreset
[ -x "$tool" ] || dotnet build -c Release src/HpcCoreset.Tool --nologo -v quiet >&2

shards=16 rows=300000 dimension=32 kills=20
options="--size 20000 --clusters 50 --seed 1 --threads 1"
RANDOM=${1:-2026} # seeds bash's generator
work=$(mktemp -d)
mkdir "$work/in" "$work/expected" "$work/out"

# Rows of bytes as IDX, the same on every machine.
bytes() { printf "\\$(printf %03o "$1")"; }
big_endian() { bytes $(($1 >> 24 & 255)); bytes $(($1 >> 16 & 255)); bytes $(($1 >> 8 & 255)); bytes $(($1 & 255)); }
for ((shard = 0; shard < shards; shard++)); do
    { printf '\0\0\10\2'; big_endian $rows; big_endian $dimension
      openssl enc -aes-128-ctr -K "$(printf %032x $shard)" -iv "$(printf %032x 0)" -in /dev/zero 2> /dev/null | head -c $((rows * dimension)) || true; } > "$work/in/$shard.idx"
done

reduce() { "$tool" reduce "$work/in/$1.idx" --shard "$1" --first-id $(($1 * rows)) $options --output "$2/$1.hpcs"; }
for ((shard = 0; shard < shards; shard++)); do reduce $shard "$work/expected"; done
"$tool" merge $(printf "$work/expected/%s.hpcs " $(seq 0 $((shards - 1)))) --shards 0-$((shards - 1)) --output "$work/expected/all.hpcs"

killed=0 writing=0

# One of the processes that reduce a shard of ours.
kill_at_random() {
    local processes
    mapfile -t processes < <(pgrep -f "^$tool reduce $work/in/" || true)
    [ ${#processes[@]} -gt 0 ] && kill -KILL "${processes[RANDOM % ${#processes[@]}]}" 2> /dev/null
}

# One that writes at this moment: the name of the file has its number.
kill_a_writer() {
    local partial number
    for partial in "$work"/out/*-[0-9]*.partial; do
        number=${partial%-*.partial} number=${number##*.}
        if [ "$(readlink "/proc/$number/exe")" = "$tool" ] && kill -KILL "$number" 2> /dev/null; then return 0; fi
    done
    return 1
}

# while_killing COMMAND...: while the command waits for jobs, kills some of them until there have been enough: in turn one at a random
# moment, and one as soon as it is seen to write.
while_killing() {
    "$@" &
    local waiting=$!
    while [ $killed -lt $kills ] && kill -0 $waiting 2> /dev/null; do
        if ((killed % 2)); then
            kill_a_writer || continue
            writing=$((writing + 1))
        else
            sleep "$((RANDOM % 2)).$(printf %03d $((RANDOM % 1000)))"
            kill_at_random || continue
        fi
        killed=$((killed + 1))
    done
    wait $waiting || true
}

# Same bytes, nothing else there.
compare() {
    local left half
    half=$(find "$work/out" -name '*.partial' | wc -l)
    for ((shard = 0; shard < shards; shard++)); do cmp "$work/expected/$shard.hpcs" "$work/out/$shard.hpcs"; done
    "$tool" merge $(find "$work/out" -name '*.hpcs' | shuf --random-source=<(yes)) --shards 0-$((shards - 1)) --output "$work/out/all.hpcs"
    cmp "$work/expected/all.hpcs" "$work/out/all.hpcs"
    left=$(find "$work/out" -type f | wc -l)
    [ "$left" -eq $((shards + 1)) ] || { find "$work/out" -type f >&2; echo "found $left files, expected $((shards + 1))" >&2; exit 1; }
    echo "| $1 | $shards | $killed | $writing | $2 | $half | $shards of $shards, and all merged |"
}

heading() {
    echo "$shards shards of $rows rows of $dimension bytes, \`reduce --shard N $options\`, merged in no order; killed with SIGKILL, one at a random moment, one while it writes, and so on."
    echo
    echo "| jobs run by | shards | killed | of these while they wrote | times that jobs were submitted | half-written files at the end | files with the bytes of undisturbed runs |"
    echo "|:--|--:|--:|--:|--:|--:|:--|"
}
