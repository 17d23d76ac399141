#!/usr/bin/env bash
# Loads the service with wrk (apt-get install wrk) on loopback: requests per second, latencies, bytes and collections per request,
# with picking again and without, three times in turn. docs/samples/Passages/load.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../../.."
seconds=${1:-10}
dotnet build -c Release docs/samples/Passages --nologo -v quiet >&2
artifacts/bin/Passages/release/Passages --urls http://127.0.0.1:5057 >/dev/null &
service=$!
trap 'kill $service' EXIT
until curl -sf http://127.0.0.1:5057/memory >/dev/null; do :; done
script=$(mktemp)
cat > "$script" <<'LUA'
local passage = 0
request = function()
    passage = (passage + 1) % 5000
    return wrk.format("GET", "/passages/" .. passage .. "/similar?diverse=" .. DIVERSE)
end
LUA
number() { grep -o "\"$1\":[0-9]*" <<< "$2" | cut -d: -f2; }
measure() { # NAME true|false
    sed "1i DIVERSE = \"$2\"" "$script" > "$script.lua"
    local before after out requests
    before=$(curl -s http://127.0.0.1:5057/memory)
    out=$(wrk -t1 -c2 -d"${seconds}s" --latency -s "$script.lua" http://127.0.0.1:5057)
    after=$(curl -s http://127.0.0.1:5057/memory)
    requests=$(awk '/requests in/ { print $1 }' <<< "$out")
    printf '| %s | %s | %s | %s | %s | %d | %d, %d, %d |\n' "$1" \
        "$(awk '/Requests\/sec/ { print $2 }' <<< "$out")" "$(awk '$1 == "50%" { print $2 }' <<< "$out")" "$(awk '$1 == "99%" { print $2 }' <<< "$out")" \
        "$requests" $((($(number allocated "$after") - $(number allocated "$before")) / requests)) \
        $(($(number gen0 "$after") - $(number gen0 "$before"))) $(($(number gen1 "$after") - $(number gen1 "$before"))) $(($(number gen2 "$after") - $(number gen2 "$before")))
}
measure warm-up true >/dev/null
measure warm-up false >/dev/null
echo '| answer | requests/s | p50 | p99 | requests | bytes allocated per request | collections, gen 0, 1, 2 |'
echo '|:--|--:|--:|--:|--:|--:|:--|'
for _ in 1 2 3; do
    measure 'nearest ten of 200' false
    measure 'ten of 200 that differ' true
done
