#!/usr/bin/env bash
# GNU parallel over shards, jobs killed at random: some are tried again at once, the others by --resume-failed. Needs Debian's parallel.
# parallel.sh [SEED]
. "$(dirname "$0")/shards.sh"
trap '[ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT
export PARALLEL_HOME=$work/parallel
mkdir "$PARALLEL_HOME"

submissions=0 done=0
while [ $done -lt $shards ]; do
    while_killing parallel --will-cite --jobs 3 --joblog "$work/joblog" --resume-failed --retries 2 \
        "$tool" reduce "$work/in/{}.idx" --shard {} --first-id "{= \$_ *= $rows =}" $options --output "$work/out/{}.hpcs" ::: $(seq 0 $((shards - 1))) 2> /dev/null
    submissions=$((submissions + 1))
    # The last line of each in the log: what failed is there once more when it was done.
    done=$(awk 'NR > 1 { state[$1] = $7 + $8 } END { for (job in state) if (state[job] == 0) done++; print done + 0 }' "$work/joblog")
    # All are done, and not enough have been killed: what is done may be done again.
    if [ "$done" -eq $shards ] && [ $killed -lt $kills ]; then rm "$work/joblog"; done=0; fi
done
heading
compare "$(parallel --version | head -n 1), \`--resume-failed --retries 2\`" $submissions
