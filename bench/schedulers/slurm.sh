#!/usr/bin/env bash
# A Slurm cluster of this machine alone, thrown away afterwards: an array of shards, jobs killed at random, what failed submitted again.
# Needs root and Debian's slurm-wlm and munge. slurm.sh [SEED]
. "$(dirname "$0")/shards.sh"

host=$(hostname -s)
port=$((20000 + $$ % 20000))
mkdir "$work/state" "$work/spool" "$work/log"
chmod 755 "$work"
dd if=/dev/urandom of="$work/munge.key" bs=128 count=1 status=none
chmod 600 "$work/munge.key"
cat > "$work/slurm.conf" <<CONF
ClusterName=throwaway
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/log/slurmctld
SlurmdLogFile=$work/log/slurmd
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
MpiDefault=none
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
echo "CgroupPlugin=cgroup/v1" > "$work/cgroup.conf"
export SLURM_CONF=$work/slurm.conf
daemons=()
finish() {
    for daemon in "${daemons[@]}"; do kill "$daemon" 2> /dev/null || true; done
    wait
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap finish EXIT
munged --foreground --force --socket="$work/munge.socket" --key-file="$work/munge.key" --pid-file="$work/munge.pid" --seed-file="$work/munge.seed" 2> "$work/log/munged" & daemons+=($!)
until [ -S "$work/munge.socket" ]; do sleep 0.1; done
slurmctld -D -i > /dev/null 2>&1 & daemons+=($!)
slurmd -D > /dev/null 2>&1 & daemons+=($!)
until sinfo --noheader --format=%t 2> /dev/null | grep -q idle; do sleep 0.2; done

cat > "$work/job" <<JOB
#!/bin/bash
exec "$tool" reduce "$work/in/\$SLURM_ARRAY_TASK_ID.idx" --shard "\$SLURM_ARRAY_TASK_ID" --first-id \$((SLURM_ARRAY_TASK_ID * $rows)) $options --output "$work/out/\$SLURM_ARRAY_TASK_ID.hpcs"
JOB

wait_for() { while [ -n "$(squeue --noheader --job="$1" 2> /dev/null)" ]; do sleep 0.2; done; }

array=0-$((shards - 1)) submissions=0
while [ -n "$array" ]; do
    job=$(sbatch --parsable --array="$array" --cpus-per-task=1 --output=/dev/null "$work/job")
    while_killing wait_for "$job"
    submissions=$((submissions + 1))
    array=$(scontrol show job "$job" --oneliner | { grep -v JobState=COMPLETED || true; } | sed -E 's/.* ArrayTaskId=([0-9]+) .*/\1/' | sort -n | paste -sd, -)
    # All are done, and not enough have been killed: what is done may be done again.
    [ -n "$array" ] || [ $killed -ge $kills ] || array=0-$((shards - 1))
done
heading
compare "Slurm $(sinfo --version | sed 's/^[^ ]* //'), \`sbatch --array\`" $submissions
