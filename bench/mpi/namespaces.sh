#!/usr/bin/env bash
# Three ranks in three network namespaces, each with an address of its own and a bridge between them, over TCP: whether the coresets are
# those of one machine, and how many bytes left through each interface. bench/mpi/namespaces.sh, as root, after a build of the tool; needs
# Open MPI or MPICH, iproute2 and NumPy. Namespaces share memory, so the counters say what went through the network; what a rank handed
# over (Communicator.Traffic) must be part of it.
set -euo pipefail
tool=$(realpath "${TOOL:-artifacts/bin/HpcCoreset.Tool/release/hpc-coreset}")
ranks=3 net=10.77.19 name=hpcc$$
work=$(mktemp -d)
cleanup() {
    for rank in $(seq 0 $((ranks - 1))); do ip netns del $name-$rank 2> /dev/null || true; done
    ip link del $name 2> /dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

ip link add $name type bridge
ip addr add $net.254/24 dev $name
ip link set $name up
hosts=
for rank in $(seq 0 $((ranks - 1))); do
    ip netns add $name-$rank
    ip link add $name.$rank type veth peer name eth0 netns $name-$rank
    ip link set $name.$rank master $name up
    ip -n $name-$rank addr add $net.$((rank + 1))/24 dev eth0
    ip -n $name-$rank link set eth0 up
    ip -n $name-$rank link set lo up
    hosts+=${hosts:+,}$net.$((rank + 1))
done
sent() { ip netns exec $name-"$1" cat /sys/class/net/eth0/statistics/tx_bytes; }

# What launchers start programs on other hosts by, as they would by ssh: agent [-options] HOST COMMAND...
cat > "$work/agent" <<AGENT
#!/bin/bash
while [[ \$1 == -* ]]; do shift; done
host=\$1; shift
rank=\$((\${host##*.} - 1))
exec ip netns exec $name-\$rank unshare --uts /bin/bash -c "hostname $name-\$rank; \$*"
AGENT
chmod +x "$work/agent"

/usr/bin/python3 - "$work" <<'PY'
import sys, numpy
random = numpy.random.default_rng(1)
rows = (5 * random.normal(size=(100, 32)))[random.integers(0, 100, 600_001)] + random.normal(size=(600_001, 32))
rows = rows.astype(numpy.float32)
numpy.save(f"{sys.argv[1]}/rows.npy", rows)
for rank, part in enumerate(numpy.split(rows, [200_000, 350_017])): numpy.save(f"{sys.argv[1]}/shard-{rank}.npy", part)
PY

# number SUMMARY KEY
number() { sed "s/.*\"$2\":\([0-9.]*\).*/\1/" <<< "$1"; }

printf '| launcher | method | bytes that a rank hands over, the most | bytes that left through the interfaces of the three |\n|:--|:--|--:|--:|\n'
for launcher in mpirun.openmpi mpirun.mpich; do
    command -v $launcher > /dev/null || continue
    if [ $launcher = mpirun.openmpi ]; then
        launch=($launcher -q --allow-run-as-root --bind-to none --host "$hosts" -n $ranks --mca plm_rsh_agent "$work/agent" --mca pml ob1 --mca btl tcp,self
            --mca mpi_yield_when_idle 1 --mca btl_tcp_if_include $net.0/24 --mca oob_tcp_if_include $net.0/24)
    else
        launch=(env UCX_TLS=tcp,self UCX_NET_DEVICES=eth0 $launcher -launcher rsh -launcher-exec "$work/agent" -iface $name -hosts "$hosts" -n $ranks)
    fi
    for method in lightweight sensitivity; do
        select=(--method $method --size 10000 --clusters 100 --seed 1 --threads 1 --summary json)
        "$tool" select "$work/rows.npy" "${select[@]}" --output "$work/one.csv" > /dev/null
        before=(); for rank in $(seq 0 $((ranks - 1))); do before+=("$(sent "$rank")"); done
        summary=$("${launch[@]}" "$tool" select "$work/shard-{rank}.npy" --mpi "${select[@]}" --output "$work/three.csv")
        left=; for rank in $(seq 0 $((ranks - 1))); do left+=${left:+, }$(($(sent "$rank") - before[rank])); done
        cmp "$work/one.csv" "$work/three.csv"
        printf '| %s | %s | %s | %s |\n' $launcher $method "$(number "$summary" bytes_per_rank)" "$left"
    done
done
printf '\nEvery coreset of three ranks had the bytes of one machine.\n'
