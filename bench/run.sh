#!/usr/bin/env bash
# Every benchmark, as one page: bench/run.sh > bench/results/<cpu>.md. Takes some ten minutes; wants a quiet machine.
set -euo pipefail
cd "$(dirname "$0")/.."
run() {
    printf '\n## %s\n\n`%s`\n\n' "$1" "dotnet run -c Release --project bench/HpcCoreset.Benchmarks -- $2"
    dotnet run -c Release --project bench/HpcCoreset.Benchmarks -- "$2"
}

echo "# $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(date -u +%F)"
run "Passes and facility location" ratios
run "Distortion" distortion
run "Times and allocations of whole calls" allocations > artifacts/allocations.log
head -4 artifacts/allocations.log
cat artifacts/benchmarks/results/*-report-github.md
printf '\n## Other people'\''s programs\n\n`bench/peers/run.sh`\n\n'
bench/peers/run.sh
