#!/usr/bin/env bash
# Every benchmark, a page each in bench/results/<cpu>. Takes some twenty minutes; wants a quiet machine. bench/run.sh PAGE... runs some only;
# schedulers, which wants root, Slurm and GNU parallel, and namespaces, which wants root, by their names only.
set -euo pipefail
cd "$(dirname "$0")/.."
project=bench/HpcCoreset.Benchmarks
dotnet build -c Release $project --nologo -v quiet >&2
ours=artifacts/bin/HpcCoreset.Benchmarks/release/HpcCoreset.Benchmarks
folder=$("$ours" folder)
mkdir -p "$folder"
pages=${*:-facility-location scale optimizers facility-family neighbours passes memory constants kernels selectors request cold-start threads observability generator distortion compression imbalance streams bounds cells narrow anomalies duplicates projection training mini-batch crest accuracy hard-data convex craig fuzz peers ranks facility-ranks coreset-construction coreset-solution}

# page NAME TITLE COMMAND: what is on standard input
page() {
    { printf '# %s\n\n`%s`\n\n' "$2" "$3"; cat; } > "$folder/$1.md.new" && mv "$folder/$1.md.new" "$folder/$1.md"
}

# report NAME TITLE: the benchmark of that name
report() {
    "$ours" "$1" | page "$1" "$2" "dotnet run -c Release --project $project -- $1"
}

# peer FILE ARGUMENT...: rows of a table from somebody else's program, on one thread; see bench/peers/run.sh
peer() {
    local file=$1; shift
    [ -e "$1" ] || return 0
    env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 /usr/bin/python3 "bench/peers/$file" "$@"
}

# suite NAME TITLE CLASS...: BenchmarkDotNet's tables
suite() {
    local name=$1 title=$2; shift 2
    "$ours" suite --filter "${@/%/.*}" > artifacts/suite.log
    for class in "$@"; do cat "artifacts/benchmarks/results/HpcCoreset.Benchmarks.Suite.${class#\*}-report-github.md"; echo; done | sed 's/\*\*//g' |
        page "$name" "$title" "dotnet run -c Release --project $project -- suite --filter$(printf " '%s.*'" "$@")"
}

# pipe: ten million rows through standard input, by the wall clock of the command, which shares the machine with what makes the rows
pipe() {
    printf '10,000,000 rows of 32 float32 through a pipe, `hpc-coreset reduce - --dimension 32 --size 10000 --clusters 100`, three times:\n\n'
    printf '| rows | rows kept | s | rows / s | peak resident, bytes |\n|--:|--:|--:|--:|--:|\n'
    for _ in 1 2 3; do
        "$ours" rows 10000000 32 | artifacts/bin/HpcCoreset.Tool/release/hpc-coreset reduce - --dimension 32 --size 10000 --clusters 100 \
            --output artifacts/pipe.hpcs --summary json |
            sed -E 's/.*"rows":([0-9]+).*"size":([0-9]+),"seconds":([0-9]+\.[0-9]{2})[0-9]*,"rows_per_second":([0-9]+).*"peak_rss_bytes":([0-9]+).*/| \1 | \2 | \3 | \4 | \5 |/'
    done
}

for name in $pages; do
    case $name in
        facility-location)
            { "$ours" facility-location; TASKS=facility-location bench/peers/run.sh 1; } | page facility-location "Facility location" "bench/run.sh facility-location"
            ;;
        scale) report scale "Exact facility location of many rows" ;;
        facility-family) report facility-family "The family of facility location" ;;
        neighbours) report neighbours "Facility location over neighbours" ;;
        optimizers) { "$ours" optimizers; "$ours" sieves; } | page optimizers "Optimizers" "bench/run.sh optimizers" ;;
        passes) report passes "Passes" ;;
        memory) report memory "Relax over more than the caches hold" ;;
        constants) report constants "The choices behind constants" ;;
        bounds) report bounds "Bounds in Lloyd's iterations" ;;
        coreset-solution) report coreset-solution "k-means on a coreset" ;;
        distortion) report distortion "Distortion" ;;
        compression) report compression "Bytes and distortion" ;;
        imbalance) report imbalance "Rare classes" ;;
        cells) report cells "Cells" ;;
        training)
            { "$ours" networks; echo; "$ours" training-tiles; echo; TASKS=training bench/peers/run.sh 2; } | page training "Training steps" "bench/run.sh training"
            ;;
        crest) report crest "CREST from inside" ;;
        hard-data) report hard-data "Near-copies and wrong labels" ;;
        craig) report craig "CRAIG for logistic regression" ;;
        mini-batch) { "$ours" mini-batch; echo; "$ours" factored; } | page mini-batch "Coresets of the size of a mini-batch" "bench/run.sh mini-batch" ;;
        accuracy) report accuracy "Accuracy after full training" ;;
        projection) report projection "Sparse projection of gradients" ;;
        streams) dotnet build -c Release src/HpcCoreset.Tool --nologo -v quiet >&2
            { "$ours" streams; pipe; } | page streams "Streams" "bench/run.sh streams" ;;
        request) report request "Requests of a warm process" ;;
        cold-start) dotnet build -c Release src/HpcCoreset.Tool --nologo -v quiet >&2; report cold-start "First calls of a process" ;;
        threads) report threads "One thread and two" ;;
        observability) report observability "What listening costs" ;;
        narrow) report narrow "Narrow storage" ;;
        anomalies) { "$ours" anomalies; peer anomalies.py bench/data/fashion-mnist; } | page anomalies "Anomaly scores" "bench/run.sh anomalies" ;;
        duplicates)
            { "$ours" duplicates; peer duplicates.py bench/data/words.f32 bench/data/mnist/train-images-idx3-ubyte; } |
                page duplicates "Near-duplicates" "bench/run.sh duplicates"
            ;;
        convex) { "$ours" convex; peer logistic.py src/HpcCoreset.Tool/Samples/digits.csv.gz; } | page convex "Convex models" "bench/run.sh convex" ;;
        fuzz) "$ours" fuzz 2000000 2026 | page fuzz "Hostile input" "dotnet run -c Release --project $project -- fuzz 2000000 2026" ;;
        schedulers) { bench/schedulers/slurm.sh; bench/schedulers/parallel.sh | tail -n 1; } | page schedulers "Jobs that are killed" "bench/run.sh schedulers" ;;
        kernels) suite kernels "Kernels" "*KernelBenchmarks" ;;
        selectors) suite selectors "Times and allocations of whole calls" "*RequestBenchmarks" "*BatchBenchmarks" ;;
        generator) suite generator "The generator" "*GeneratorBenchmarks" ;;
        coreset-construction)
            ROUNDS=5 TASKS=coresets bench/peers/run.sh 2 |
                page coreset-construction "Construction of coresets" "ROUNDS=5 TASKS=coresets bench/peers/run.sh 2"
            ;;
        ranks) dotnet build -c Release src/HpcCoreset.Tool --nologo -v quiet >&2; { bench/mpi/ranks.sh; echo; bench/mpi/kill.sh; } | page ranks "Ranks of MPI" "bench/run.sh ranks" ;;
        facility-ranks) dotnet build -c Release src/HpcCoreset.Tool --nologo -v quiet >&2
            bench/mpi/facility.sh | page facility-ranks "Facility location across ranks" "bench/run.sh facility-ranks" ;;
        namespaces) dotnet build -c Release src/HpcCoreset.Tool --nologo -v quiet >&2; bench/mpi/namespaces.sh | page namespaces "Ranks across a network" "bench/run.sh namespaces" ;;
        peers) bench/peers/run.sh | page peers "Other people's programs" bench/peers/run.sh ;;
        *) echo "run.sh: no page $name." >&2; exit 2 ;;
    esac
done
